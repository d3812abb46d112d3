import { curveCharts } from "./curve-charts.ts";
import { readData } from "./data.ts";
import { searchBox } from "./search-box.ts";
import { streamChart } from "./stream-chart.ts";

const data = readData();
curveCharts(data);
streamChart(data);
for (const section of document.querySelectorAll(".findings")) searchBox(section);
