// The style sheet of the page. Colours have a word beside them wherever they say something; each of them has a contrast
// of 4.5 with what is behind its text, in the light and in the dark.

/** The text of the style sheet; the page's policy lets in this one only. */
export const STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1f2328;--dim:#57606a;--line:#d0d7de;--soft:#f6f8fa;--link:#0550ae;
--ok:#1a7f37;--warn:#8a5a00;--fail:#b42318;--info:#3b6ea8;--f-ok:#3fa35b;--f-warn:#d9a12b;--f-fail:#d6453b;--f-dim:#b4bcc6;--f-info:#6b9bd1;--f-alt:#9a86cf}
@media (prefers-color-scheme:dark){:root{--bg:#0f1419;--fg:#e2e6eb;--dim:#9ba5b1;--line:#313a45;--soft:#181f27;--link:#7ab7ff;
--ok:#56c271;--warn:#e0ad45;--fail:#ff8078;--info:#8ab8ec;--f-ok:#2f8f4b;--f-warn:#b8862a;--f-fail:#d4534a;--f-dim:#566170;--f-info:#4b7fb8;--f-alt:#7d6bb5}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem}
body{margin:0 auto;max-width:84rem;padding:0 1.25rem 3rem;background:var(--bg);color:var(--fg);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
a{color:var(--link)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;padding:.25rem .75rem;background:var(--bg)}
header{padding-top:1.75rem}
.kind{margin:0;color:var(--dim)}
h1{margin:.25rem 0 .75rem;font-size:1.5rem;line-height:1.3;font-weight:600;max-width:72rem}
h2{margin:2.75rem 0 .75rem;padding-bottom:.3rem;border-bottom:1px solid var(--line);font-size:1.2rem;font-weight:600}
h3{margin:1.25rem 0 .35rem;font-size:1rem;font-weight:600}
p{margin:.35rem 0 .6rem;max-width:56rem}
.notice{padding:.45rem .75rem;border-left:4px solid var(--f-warn);background:var(--soft)}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:1px;margin:1rem 0;padding:1px}
.numbers div{display:flex;flex-direction:column-reverse;justify-content:flex-end;padding:.6rem .75rem;box-shadow:0 0 0 1px var(--line)}
.numbers dt{color:var(--dim);line-height:1.3}
.numbers dd{margin:0;font-size:1.6rem;line-height:1.25;font-weight:600;font-variant-numeric:tabular-nums}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:0;padding:0;list-style:none}
.ok{color:var(--ok)}.warn{color:var(--warn)}.fail{color:var(--fail)}.muted{color:var(--dim)}
b{font-weight:600;white-space:nowrap}
b.muted{font-weight:400}
ul,ol{margin:.35rem 0;padding-left:1.25rem}
.next>li{margin:0 0 1.25rem}
.next h3{margin:0 0 .2rem}
.next b{margin-right:.4rem;padding:0 .4rem;border:1px solid;border-radius:3px;font-size:.85rem}
.cmd{margin:.4rem 0;padding:.5rem .75rem;background:var(--soft);border:1px solid var(--line);border-radius:4px;list-style:none}
code{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
.legend{display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;margin:.35rem 0 .75rem;padding:0;list-style:none}
.key{width:.75em;height:.75em}
.legend .strip{width:8px;vertical-align:-2px}
.bar{display:block;width:100%;height:14px}
td .bar{width:7rem;height:10px;margin-top:.35rem}
figure{margin:1rem 0}
figcaption{color:var(--dim)}
.chart{display:block;overflow:visible;width:calc(100% - 2.5rem);margin-left:2.5rem}
.defs{position:absolute}
#days{fill:none;stroke:var(--bg)}
text{font-size:11px;fill:var(--dim)}
text.fail{fill:var(--fail)}text.warn{fill:var(--warn)}
.grid{stroke:var(--line)}
line.fail,line.warn{stroke:var(--fail);stroke-dasharray:4 3}line.warn{stroke:var(--warn)}
rect,path{fill:var(--f-dim)}
rect.ok,path.ok,.s-protected,.m-vault,.m-both,.m-mixed{fill:var(--f-ok)}
rect.warn,path.warn,.s-not-protected,.m-nowhere,.w-rebuild{fill:var(--f-warn)}
rect.fail,path.fail,.s-error,.s-machine-gone,.m-missing,.w-unknown{fill:var(--f-fail)}
rect.info,path.info,.s-waiting-for-first-backup,.m-snapshot,.m-archive,.w-decrypt-then-upload{fill:var(--f-info)}
.w-redeploy{fill:var(--f-ok)}.w-points-only,.s-soft-deleted,.s-elsewhere{fill:var(--f-alt)}.w-failed,.s-failed,.s-paused{fill:var(--dim)}
.bar rect{stroke:var(--bg);stroke-width:1;vector-effect:non-scaling-stroke}
.strip{display:inline-block;height:14px;vertical-align:middle}
.strip path{transform:scale(8,2)}
td .strip{border-bottom:1px solid var(--line);box-sizing:content-box}
.scroll{overflow-x:auto;margin:.5rem 0 1rem}
table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td,li,code,b,h3{unicode-bidi:isolate}
th,td{padding:.25rem .65rem .25rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);white-space:nowrap}
thead th{color:var(--dim);font-weight:600;border-bottom:1px solid var(--dim)}
tbody th{font-weight:600}
tbody tr:hover{background:var(--soft)}
.n{text-align:right}.n+.n,.n+td,.n+th{padding-left:.75rem}
.w{white-space:normal;min-width:11rem}
summary{padding:.3rem 0;cursor:pointer}
.in>summary{padding:0}
footer{margin-top:3rem;padding-top:.5rem;border-top:1px solid var(--line);color:var(--dim)}
@media (max-width:40rem){body{padding:0 .9rem 2rem}h1{font-size:1.25rem}.numbers{grid-template-columns:1fr 1fr}.numbers dd{font-size:1.35rem}}
@media screen and (max-width:60rem){.w{min-width:16rem}}
@media print{:root{--bg:#fff;--fg:#000;--dim:#444;--line:#bbb;--soft:#f4f4f4;--link:#000;--ok:#0f5f28;--warn:#6b4500;--fail:#98170d;--f-ok:#3fa35b;--f-warn:#d9a12b;--f-fail:#d6453b;--f-dim:#b4bcc6;--f-info:#6b9bd1;--f-alt:#9a86cf}
@page{size:A4 landscape;margin:12mm}
body{max-width:none;padding:0;font-size:10pt}table{font-size:8.5pt}
nav,.skip{display:none}.scroll{overflow:visible}thead{display:table-header-group}
tr,article,figure,.next>li{break-inside:avoid}h2,h3,summary{break-after:avoid}
td,th{white-space:normal}.w{width:auto;min-width:0}svg{print-color-adjust:exact}}
`;
