//! How a drawn tree looks: colours for the light and for the dark, all with enough contrast to be read.

/// The style sheet. Everything in it holds below one class, so that a page can hold a tree among other things.
pub(super) const STYLE: &str = "
.onread-tree {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1b1f24; --faint: #56606c; --line: #7b8794;
  --question: #eef3fb; --question-line: #5a7fb5;
  --ranking: #f5edfb; --ranking-line: #8a5cb8;
  --outcome: #e6f5e8; --outcome-line: #3f8249;
  --never: #b3261e; --marked: #c25700;
  --walks0: #ffe6d1; --walks1: #eaf3fd; --walks2: #d0e5fb; --walks3: #b0d2f7; --walks4: #8fbef2;
  font-family: ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  .onread-tree {
    --ground: #14181d; --ink: #e8ecf1; --faint: #a3afbc; --line: #77838f;
    --question: #1d2a3d; --question-line: #6d97d3;
    --ranking: #2e2140; --ranking-line: #b48be0;
    --outcome: #19331e; --outcome-line: #64ae70;
    --never: #ff8a80; --marked: #ffa657;
    --walks0: #4a2a10; --walks1: #17283c; --walks2: #17375a; --walks3: #184877; --walks4: #1a5994;
  }
}
.onread-tree .ground { fill: var(--ground); }
.onread-tree text { fill: var(--ink); font-size: 14px; text-anchor: middle; white-space: pre; }
.onread-tree .title { font-size: 18px; font-weight: 600; text-anchor: start; }
.onread-tree .id { fill: var(--faint); font-size: 12px; }
.onread-tree .label { font-size: 13px; }
.onread-tree .item { text-anchor: start; }
.onread-tree .remark { font-size: 12px; font-style: italic; fill: var(--faint); }
.onread-tree .box { stroke-width: 1.5; }
.onread-tree .question .box { fill: var(--question); stroke: var(--question-line); }
.onread-tree .ranking .box { fill: var(--ranking); stroke: var(--ranking-line); }
.onread-tree .outcome .box { fill: var(--outcome); stroke: var(--outcome-line); }
.onread-tree .outcome .text { font-weight: 600; }
.onread-tree .way { fill: none; stroke: var(--line); stroke-width: 1.5; }
.onread-tree .tip { fill: var(--line); }
.onread-tree .under { fill: var(--ground); }
.onread-tree .walks0 .box { fill: var(--walks0); }
.onread-tree .walks1 .box { fill: var(--walks1); }
.onread-tree .walks2 .box { fill: var(--walks2); }
.onread-tree .walks3 .box { fill: var(--walks3); }
.onread-tree .walks4 .box { fill: var(--walks4); }
.onread-tree .part[class*=walks] .id, .onread-tree .part[class*=walks] .remark { fill: var(--ink); }
.onread-tree .marked .box { stroke: var(--marked); stroke-width: 3.5; }
.onread-tree .marked .way { stroke: var(--marked); stroke-width: 3.5; }
.onread-tree .marked .tip { fill: var(--marked); }
.onread-tree .never .box { stroke: var(--never); stroke-dasharray: 6 4; }
.onread-tree .never .way { stroke: var(--never); stroke-dasharray: 6 4; }
.onread-tree .never .tip, .onread-tree .never .remark { fill: var(--never); }
.onread-tree g:focus { outline: none; }
.onread-tree g:focus > .box, .onread-tree g:hover > .box { stroke-width: 4; }
.onread-tree g:focus > .way, .onread-tree g:hover > .way { stroke: var(--ink); stroke-width: 3.5; }
.onread-tree g:focus > .tip, .onread-tree g:hover > .tip { fill: var(--ink); }
";

/// What is added where untouched places are marked, and linked to.
pub(super) const COVERED: &str = "
.onread-tree { --untouched: #93390a; }
@media (prefers-color-scheme: dark) { .onread-tree { --untouched: #ffb680; } }
.onread-tree g.untouched .box { fill: var(--walks0); stroke: var(--untouched); stroke-width: 2.5; stroke-dasharray: 2 4; }
.onread-tree g.untouched .way { stroke: var(--untouched); stroke-width: 2.5; stroke-dasharray: 2 4; }
.onread-tree g.untouched .tip { fill: var(--untouched); }
.onread-tree g.untouched .id { fill: var(--ink); }
.onread-tree text.untouched { fill: var(--untouched); }
.onread-tree g:target > .box, .onread-tree g:target > .way { stroke: var(--ink); stroke-width: 5; stroke-dasharray: none; }
.onread-tree g:target > .tip { fill: var(--ink); }
";
