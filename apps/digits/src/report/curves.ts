import type { Accuracy, EpochRecord } from "@nn/train";
import type { EChartsOption } from "echarts";

export interface Curves {
  readonly title: string;
  readonly history: readonly EpochRecord<{ accuracy: Accuracy }>[];
  /** The epoch whose weights were tested. */
  readonly epoch: number;
  readonly test: { readonly loss: number; readonly accuracy: number };
}

type Figure = "loss" | "accuracy";

const WIDTH = 960;
const HEIGHT = 410;
const PANEL = { top: 100, width: 370, height: 250 };
const LEFT = { loss: 80, accuracy: 560 } as const;
const TEXT = { fontFamily: "Helvetica, Arial, sans-serif", color: "#333333" };
/** Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), told apart by colour-blind readers too. */
const COLOURS = { training: "#0072b2", validation: "#d55e00", test: "#009e73" };

/** Draws loss and accuracy over the epochs, as the text of an SVG file. */
export async function drawCurves(curves: Curves): Promise<string> {
  // Loaded here, because it takes longer than all the rest of the program.
  const [{ init, use }, { LineChart, ScatterChart }, components, { SVGRenderer }] = await Promise.all([
    import("echarts/core"),
    import("echarts/charts"),
    import("echarts/components"),
    import("echarts/renderers"),
  ]);
  use([LineChart, ScatterChart, components.GridComponent, components.LegendComponent, components.TitleComponent]);
  use(SVGRenderer);
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height: HEIGHT });
  try {
    chart.setOption(optionOf(curves));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

function optionOf(curves: Curves): EChartsOption {
  const figures = ["loss", "accuracy"] as const;
  const series = figures.flatMap((figure, panel) => seriesOf(curves, figure, panel));
  return {
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: TEXT,
    title: { text: curves.title, left: 24, top: 16, textStyle: { ...TEXT, fontSize: 17 } },
    legend: {
      data: [...new Set(series.map(({ name }) => name))],
      left: 24,
      top: 52,
      itemGap: 18,
      textStyle: { ...TEXT, fontSize: 13 },
    },
    grid: figures.map((figure) => ({ ...PANEL, left: LEFT[figure] })),
    xAxis: figures.map((_, panel) => ({
      ...axis("epoch", 32),
      gridIndex: panel,
      min: 1,
      max: Math.max(curves.history.length, 2),
      minInterval: 1,
    })),
    yAxis: [
      { ...axis("cross-entropy (nats)", 50), gridIndex: 0 },
      { ...axis("images read right (%)", 50), gridIndex: 1 },
    ],
    series,
  } as EChartsOption;
}

function axis(name: string, nameGap: number): object {
  return {
    type: "value",
    scale: true,
    name,
    nameLocation: "middle",
    nameGap,
    nameTextStyle: { ...TEXT, fontSize: 14 },
    axisLabel: { ...TEXT, fontSize: 13 },
    axisLine: { show: true, onZero: false, lineStyle: { color: "#888888" } },
    axisTick: { show: true },
    splitLine: { lineStyle: { color: "#e8e8e8" } },
  };
}

function seriesOf({ history, epoch: tested, test }: Curves, figure: Figure, panel: number): { name: string }[] {
  const scaled = (value: number): number => (figure === "accuracy" ? 100 * value : value);
  const place = { xAxisIndex: panel, yAxisIndex: panel };
  const line = (name: "training" | "validation", data: [number, number][]) => ({
    ...place,
    name,
    type: "line",
    data,
    itemStyle: { color: COLOURS[name] },
    // Points alone would make thick worms of long runs.
    showSymbol: data.length <= 30,
    symbol: "circle",
    symbolSize: 5,
  });
  const training = history.map(({ epoch, train }): [number, number] => [epoch, scaled(train[figure])]);
  const validation = history.flatMap(({ epoch, validation: measured }): [number, number][] =>
    measured ? [[epoch, scaled(measured[figure])]] : [],
  );
  return [
    line("training", training),
    ...(validation.length > 0 ? [line("validation", validation)] : []),
    {
      ...place,
      name: "test",
      type: "scatter",
      data: [[tested, scaled(test[figure])]],
      symbol: "diamond",
      symbolSize: 13,
      itemStyle: { color: COLOURS.test, borderColor: "#ffffff", borderWidth: 1 },
      z: 4,
    } as { name: string },
  ];
}
