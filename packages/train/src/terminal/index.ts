export { formatDuration } from "./format";
export { terminalView, type TerminalStream, type TerminalViewOptions } from "./terminal-view";
