import { BarChart, CustomChart, LineChart, ScatterChart } from "echarts/charts";
import {
  GraphicComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import type { EChartsOption } from "echarts";

/** A chart that is ready to be drawn. */
export interface Chart {
  readonly option: EChartsOption;
  readonly width: number;
  readonly height: number;
}

use([BarChart, CustomChart, LineChart, ScatterChart]);
use([GraphicComponent, GridComponent, LegendComponent, TitleComponent, VisualMapComponent, LabelLayout, SVGRenderer]);

/** Draws a chart as the text of an SVG file. */
export function renderChart({ option, width, height }: Chart): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ animation: false, backgroundColor: "#ffffff", ...option });
    return (
      chart
        .renderToSVGString()
        // Rules for a mouse over the chart: this is a picture.
        .replace(/<style >[^]*?<\/style>\n?/, "")
        // Small images are shown as the dots that they are made of.
        .replaceAll("<image ", '<image style="image-rendering:pixelated" ')
    );
  } finally {
    chart.dispose();
  }
}
