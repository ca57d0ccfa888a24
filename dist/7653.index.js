const Se=7653,xe=[7653],ke={5025:((P,x,m)=>{m.d(x,{CS:()=>F,I$:()=>h,UU:()=>y,Y3:()=>p,ZD:()=>O,n8:()=>$});var i=m(6110);const r={"&":"&amp;","<":"&lt;",">":"&gt;",'"':"&quot;","'":"&#39;"};function O(u){return(0,i.RK)(u).replace(/[&<>"']/g,f=>r[f]??f)}function $(u,f=500){return O((0,i.Jj)((0,i.TN)(u),f))}function F(u,f=500){return $(u,f).replace(/`([^`]+)`/g,"<code>$1</code>")}function y(u,f=300){return`<code>${$(u,f).replace(/([/.:_›])(?=[^/.:_›])/g,"$1<wbr>")}</code>`}function p(u,f){return f===void 0?u:`<a href="${O(f)}">${u}</a>`}function h(u,f,E){const C=f.map(({title:k,number:L})=>`<th scope="col"${L===!0?' class="n"':""}>${k}</th>`),R=E.map(k=>`<tr>${f.map(({title:w,number:S,cell:U})=>{const T=U(k),I=[...S===!0?["n"]:[],...T==="–"?["none"]:[]].join(" ");return`<td data-label="${w}"${I===""?"":` class="${I}"`}><span>${T}</span></td>`}).join("")}</tr>`);return`<table><caption>${u}</caption><thead><tr>${C.join("")}</tr></thead>
<tbody>${R.join(`
`)}</tbody></table>`}}),4475:((P,x,m)=>{m.d(x,{h:()=>$});const i=/^[\w.-]+\/[\w.-]+$/,r=/^[0-9a-f]{7,64}$/i,O=/^https?:\/\/[\w.-]+(:\d+)?$/i;function $(h,u={}){const f=(u.serverUrl??"https://github.com").replace(/\/+$/,""),{repository:E,sha:C,run:R,attempt:k}=h;if(E===void 0||!i.test(E)||!O.test(f))return{file:()=>{},run:void 0,commit:void 0};const L=`${f}/${E}`,w=C!==void 0&&r.test(C)?C:void 0;return{file:(S,U,T)=>{const I=S===void 0?void 0:y(S);if(!(w===void 0||I===void 0))return`${L}/blob/${w}/${I}${F(U,T)}`},run:R===void 0?void 0:`${L}/actions/runs/${R}${k===void 0?"":`/attempts/${k}`}`,commit:w&&`${L}/commit/${w}`}}function F(h,u){return h===void 0||!Number.isSafeInteger(h)||h<1?"":u!==void 0&&Number.isSafeInteger(u)&&u>h?`#L${h}-L${u}`:`#L${h}`}function y(h){const u=h.replaceAll("\\","/").replace(/^(\.\/)+/,"").split("/");if(!u.some(f=>f===""||f==="."||f==="..")&&!(/^[a-z]:$/i.test(u[0]??"")||new RegExp("\\p{Cs}","u").test(h)))return u.map(p).join("/")}function p(h){return encodeURIComponent(h).replace(/[()*!'~]/g,u=>`%${u.charCodeAt(0).toString(16).toUpperCase()}`)}}),7653:((P,x,m)=>{m.r(x),m.d(x,{renderPage:()=>he});var i=m(3155),r=m(5025),O=m(4475);function $(e){return e===void 0?"":`<p class="quiet">… and ${e}, not shown here.</p>`}var F=m(6110),y=m(6304),p=m(3282);const h=500,u=200,f=20,E=60,C=6e3;function R({set:e,links:t}){const n=(0,y.tu)(e);if(n.total===0)return;const o=n.failed+n.errored,s=[`<p>${[`${(0,i.B4)(n.passed)} passed`,...o>0?[`${(0,i.B4)(o)} failed`]:[],...n.skipped>0?[`${(0,i.B4)(n.skipped)} skipped`]:[],...n.flaky>0?[`${(0,i.B4)(n.flaky)} flaky`]:[]].join(", ")}; ${(0,i.hS)(n.runs,"run")} in ${(0,i.a3)(n.durationSeconds)}.</p>`,k((0,y.qU)(e,h),o,t),w("Flaky tests",(0,y.Xk)(e,u),n.flaky,t),w("Slowest tests",(0,y.rz)(e,f),0,t)];return{id:"tests",title:(0,i.hS)(n.total,"test"),short:"Tests",body:s.filter(d=>d!=="").join(`
`)}}function k(e,t,n){if(e.length===0)return"";const o=e.map((s,d)=>L(s,n,d<3)),a=t-e.length;return`<h3>Failed</h3>
${o.join(`
`)}${$(a>0?(0,i.hS)(a,"more failed test"):void 0)}`}function L(e,t,n){const o=(0,F.UV)(e.details===""?e.message:e.details,E,C),a=e.label===""?"":` <span class="quiet">(${(0,r.n8)(e.label,100)})</span>`,s=e.message===""?"":`<br><span class="quiet">${(0,r.CS)(e.message,300)}</span>`,d=`<span class="status fail">${p.Jq.fail} ${e.outcome}</span> ${(0,r.UU)((0,y.Gg)(e))}${a}${s}`,l=S(e.path,e.line,t),c=e.runs>1?`${l===""?"":", "}${(0,i.hS)(e.runs,"run")}`:"",b=o.left>0?$((0,i.hS)(o.left,"more line")):"",v=`${l+c===""?"":`<p>${l}${c}</p>`}${o.text===""?"":`<pre>${(0,r.ZD)(o.text)}</pre>`}${b}`;return`<details class="item"${n?" open":""}><summary>${d}</summary>${v===""?"<p>The report says nothing more.</p>":v}</details>`}function w(e,t,n,o){if(t.length===0)return"";const a=(0,r.I$)(e,[{title:"Test",cell:d=>(0,r.UU)((0,y.Gg)(d))},{title:"File",cell:d=>S(d.path,void 0,o)||"–"},{title:"Runs",number:!0,cell:d=>(0,i.B4)(d.runs)},{title:"Time",number:!0,cell:d=>(0,i.a3)(d.seconds)}],t),s=n-t.length;return`<h3>${e}</h3>
${a}${$(s>0?(0,i.hS)(s,"more"):void 0)}`}function S(e,t,n,o){return e===void 0||e===""?"":(0,r.Y3)((0,r.UU)(t===void 0?e:`${e}:${t}`),n.file(e,t,o))}var U=m(7004),T=m(623);const I=4,j=200,B=500,G=20;function H({set:e,links:t}){const n=(0,T.O6)(e);if(n.length===0)return;const o=(0,U.XN)(n,"line"),a=(0,T.iF)(n,I),s=n.filter(g=>g.line.covered<g.line.total),d=n.some(({branch:g})=>g.total>0),l=n.some(({label:g})=>g!==""),c=V(d,l),b=(0,r.I$)("Coverage by folder",[{title:"Folder",cell:({path:g})=>(0,r.UU)(g)},...c,{title:"Files",number:!0,cell:g=>(0,i.B4)(g.files)}],a.slice(0,j)),v=[`<p>${(0,i.B4)(o.covered)} of ${(0,i.hS)(o.total,"line")} covered, in ${(0,i.hS)(n.length,"file")}.</p>`,"<h3>By folder</h3>",b,$(a.length>j?(0,i.hS)(a.length-j,"more folder"):void 0),...s.length===0?[]:[Y(s,c,t)]];return{id:"coverage",title:`Coverage ${(0,U.uM)(o)}`,short:"Coverage",body:v.filter(g=>g!=="").join(`
`)}}function Y(e,t,n){const o=[{title:"File",cell:({path:d})=>S(d,void 0,n)},...t,{title:"Uncovered lines",cell:J}],a=(0,r.I$)("Files with uncovered lines",o,e.slice(0,B)),s=$(e.length>B?(0,i.hS)(e.length-B,"more file"):void 0);return`<h3>Most uncovered lines</h3>
<details open><summary>${(0,i.hS)(e.length,"file")} with uncovered lines</summary>${a}${s}</details>`}function V(e,t){return[...t?[{title:"Scope",cell:({label:n})=>(0,r.n8)(n)||"–"}]:[],{title:"Lines",number:!0,cell:({line:n})=>W(n)},...e?[{title:"Branches",number:!0,cell:({branch:n})=>(0,U.uM)(n)}]:[],{title:"Uncovered",number:!0,cell:({line:n})=>(0,i.B4)(n.total-n.covered)}]}function W({covered:e,total:t}){const n=`${(0,i.B4)(e)} of ${(0,i.B4)(t)}`;return`<meter value="${e}" max="${t}" title="${n}">${n}</meter> <span class="share">${(0,U.uM)({covered:e,total:t})}</span>`}function J({lines:e}){if(e===void 0)return"–";const{ranges:t,left:n}=(0,T.yv)(e,G);return t.join(", ")+(n>0?` and ${(0,i.B4)(n)} more`:"")}var Z=m(24),M=m(3735),K=m(4604),Q=m(795);const X=1e4,z=1e3,_=20,ee={error:"fail",warning:"warn",notice:"note"};function ne({set:e,links:t}){const n=(0,M.Gt)(e);if(n===0)return;const o=new Map,a=(0,M.QK)(e,X);for(const b of a){const v=b.path??"",g=o.get(v);g===void 0?o.set(v,[b]):g.push(b)}let s=0;const d=[...o].map(([b,v])=>{const g=s<_;return s+=v.length,te(b,v,t,g)}),l=n-a.length,c=[`<p>${(0,Z.N4)((0,M.hh)(e))}.</p>`,...d,$(l>0?(0,i.hS)(l,"more finding"):void 0)];return{id:"findings",title:(0,i.hS)(n,"finding"),short:"Findings",body:c.join(`
`)}}function te(e,t,n,o){const a=[...t].sort(M.hz),s=[{title:"Severity",cell:({rank:c})=>`<span class="status ${ee[Q.y[c]]}">${c}</span>`},{title:"Line",number:!0,cell:c=>oe(c,n)},{title:"Rule",cell:({tool:c,rule:b})=>`${(0,r.n8)(c,60)}${b===""?"":` ${(0,r.UU)(b,100)}`}`},{title:"What",cell:({message:c})=>(0,r.CS)(c,300)}],d=e===""?"No file named":(0,r.UU)(e),l=(0,r.I$)(e===""?"Findings without a file":`Findings in ${(0,r.n8)(e,300)}`,s,a);return`<details${o?" open":""}><summary>${d} <span class="quiet">${(0,i.hS)(t.length,"finding")}</span></summary>${l}</details>`}function oe({path:e,line:t,endLine:n},o){return t===void 0?"–":(0,r.Y3)(String(t),o.file(e,t,n))}function re({verdict:e,set:t,links:n}){const o=(0,K.i)(e,t);if(o.length===0)return;const a=[{title:"What",cell:({subject:l})=>l===void 0?"–":(0,r.UU)(l)},{title:"File",cell:({path:l,line:c})=>S(l,c,n)||"–"},{title:"Metric",cell:({metric:l})=>(0,r.UU)(l,100)},{title:"Found",number:!0,cell:({value:l,unit:c,limit:b})=>(0,r.n8)((0,i.VZ)(l,c,b))},{title:"Limit",number:!0,cell:({unit:l,limit:c})=>(0,r.n8)((0,i.VZ)(c,l))}],s=o.length-z,d=(0,r.I$)("Beyond a limit",a,o.slice(0,z));return{id:"limits",title:`${(0,i.B4)(o.length)} beyond a limit`,short:"Limits",body:d+$(s>0?`${(0,i.B4)(s)} more`:void 0)}}var q=m(8014),A=m(1303);const N=1e3,ie=[{title:"Status",cell:({status:e})=>`<span class="status ${e}">${p.Jq[e]} ${p.I1[e]}</span>`},{title:"Rule",cell:({rule:e})=>e==="evidence"?"reports":(0,r.UU)(e,200)},{title:"Found",number:!0,cell:e=>(0,r.n8)((0,p.MC)(e))||"–"},{title:"Limit",number:!0,cell:e=>(0,r.n8)((0,p.LF)(e))||"–"},{title:"Base",number:!0,cell:e=>(0,r.n8)((0,p.Bv)(e))||"–",needed:e=>e.baseline!==void 0},{title:"Change",number:!0,cell:e=>(0,r.n8)(D(e))||"–",needed:e=>D(e)!==""},{title:"Where",cell:e=>(0,r.n8)((0,p.Od)(e.scope))||"–",needed:e=>(0,p.Od)(e.scope)!==""},{title:"Why",cell:e=>(0,r.CS)(e.message,1e3)}];function se({verdict:e}){const t=e.reasons.slice(0,N),n=ie.filter(({needed:s})=>s===void 0||t.some(s)),o=e.reasons.length-t.length;return{id:"rules",title:"Rules",short:"Rules",body:(t.length===0?"<p>No rule was judged.</p>":(0,r.I$)("Rules and what was found",n,t))+$(o>0?(0,i.hS)(o,"more rule"):void 0)}}function D({actual:e,baseline:t,unit:n}){if(e===void 0||t===void 0)return"";const o=Number((e-t).toPrecision(12));if(o===0)return"±0";const a=(0,i.VZ)(Math.abs(o),n==="%"?"":n);return`${o>0?"+":"−"}${a}${n==="%"?" pp":""}`}function le({verdict:e}){const t=Object.entries(e.metrics).sort(([s],[d])=>s<d?-1:1);if(t.length===0)return;const n=[{title:"Metric",cell:([s])=>(0,r.UU)(s,200)},{title:"Value",number:!0,cell:([s,d])=>(0,r.n8)((0,i.VZ)(d,(0,q.Fg)(s)?.unit??""))},{title:"What it is",cell:([s])=>(0,r.n8)((0,q.Fg)(s)?.description??"–")}],o=(0,r.I$)("All metrics",n,t.slice(0,N));return{id:"metrics",title:"Metrics",short:"Metrics",body:`<details><summary>${(0,i.hS)(t.length,"metric")}</summary>${o}</details>`}}function ae({verdict:e}){const t=[...e.evidence].sort((l,c)=>Number((0,A.Ge)(c))-Number((0,A.Ge)(l))),n=t.some(({scope:l})=>(0,p.Od)(l)!==""),o=[{title:"Report",cell:({file:l})=>(0,r.UU)(l)},...n?[{title:"Scope",cell:({scope:l})=>(0,r.n8)((0,p.Od)(l))||"–"}]:[],{title:"Format",cell:({format:l})=>(0,r.n8)(l,60)},{title:"Tool",cell:l=>l.tool===void 0?"–":(0,r.n8)((0,A.wS)(l),100)},{title:"Holds",number:!0,cell:A.Mc},{title:"Size",number:!0,cell:({bytes:l})=>(0,i.z3)(l)},{title:"Whole?",cell:de}],a=t.length-N,s=t.length===0?"<p>No report was read.</p>":(0,r.I$)("Reports",o,t.slice(0,N)),d=$(a>0?(0,i.hS)(a,"more report"):void 0);return{id:"reports",title:"Reports",short:"Reports",body:s+d+ce(e.paths)}}function de(e){const t=(0,A.Ge)(e)?"unknown":"pass";return`<span class="status ${t}">${p.Jq[t]}</span> ${(0,r.CS)((0,A.gW)(e),1e3)}`}function ce({mapped:e,unmapped:t,examples:n}){if(t===0)return"";const o=`${(0,i.B4)(t)} of ${(0,i.hS)(e+t,"path")}`,a=n.slice(0,10).map(s=>(0,r.UU)(s));return`<p>Not found in the repository: ${o} in the reports${a.length>0?`, such as ${a.join(", ")}`:""}.</p>`}const ue=`
const box = document.querySelector('.search')
const input = box.querySelector('input')
const output = box.querySelector('output')
const items = [...document.querySelectorAll('main tbody tr, main details.item')].map((element) => ({
  element, words: undefined, parent: element.parentElement.closest('details'),
}))
const folds = [...document.querySelectorAll('main details')]
const wasOpen = new Map(folds.map((fold) => [fold, fold.open]))
box.hidden = false
let timer
input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(search, 150) })
addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== input) { event.preventDefault(); input.focus() }
})
function search() {
  const wanted = input.value.toLowerCase().split(/\\s+/).filter(Boolean)
  let shown = 0
  const holders = new Set()
  for (const item of items) {
    item.words ??= (item.element.textContent + ' ' + (item.parent?.querySelector('summary')?.textContent ?? '')).toLowerCase()
    const found = wanted.every((word) => item.words.includes(word))
    item.element.classList.toggle('gone', !found)
    if (found) { shown += 1; if (item.parent) holders.add(item.parent) }
  }
  for (const fold of folds) {
    if (fold.matches('.item')) continue
    fold.classList.toggle('gone', wanted.length > 0 && !holders.has(fold))
    fold.open = wanted.length > 0 ? holders.has(fold) && shown <= 500 : wasOpen.get(fold)
  }
  output.textContent = wanted.length === 0 ? '' : shown === 1 ? '1 entry found' : shown + ' entries found'
}
`,me="sha256-qNL80fpUZMinQK7yEZxKKAA3vUh8u7dzOY1jcts+WtU=",fe=`
:root { color-scheme: light dark;
  --text: #1c2024; --quiet: #555d66; --back: #ffffff; --soft: #f4f6f8; --line: #d5dae0; --link: #0757b8;
  --pass: #1a7034; --warn: #855600; --unknown: #7a35b8; --fail: #b8141a; --bar: #3c8f55; --gap: #e6c3c5 }
@media (prefers-color-scheme: dark) { :root {
  --text: #e6eaf0; --quiet: #a3acb8; --back: #0f1318; --soft: #181e25; --line: #333c47; --link: #6cb0ff;
  --pass: #4cc46a; --warn: #e3b341; --unknown: #c297ff; --fail: #ff8078; --bar: #3c9a55; --gap: #5a2b2e } }
* { box-sizing: border-box }
body { margin: 0; color: var(--text); background: var(--back); overflow-wrap: anywhere;
  font: 16px/1.5 system-ui, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem }
header { padding-top: 1.5rem } footer { padding-block: 1rem 3rem; color: var(--quiet); font-size: .875rem }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25 } h2 { margin: 2.25rem 0 .75rem; font-size: 1.25rem }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem }
p { margin: .5rem 0 } a { color: var(--link) } code, pre { font: .875em/1.5 ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace }
.verdict { padding: 1rem 1.25rem; border: 1px solid var(--line); border-left: .5rem solid var(--tone); border-radius: .375rem; background: var(--soft) }
.verdict h1 { color: var(--tone) }
.pass { --tone: var(--pass) } .warn { --tone: var(--warn) } .unknown { --tone: var(--unknown) } .fail { --tone: var(--fail) } .note { --tone: var(--quiet) }
.status { color: var(--tone); font-weight: 600; white-space: nowrap }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .75rem 0 0; font-size: .875rem }
.facts div { display: flex; gap: .375rem } .facts dt { color: var(--quiet) } .facts dd { margin: 0 }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0 0; padding: 0; list-style: none }
nav a { display: inline-block; padding: .25rem 0 }
.search { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .75rem; margin-top: 1rem } .search[hidden] { display: none }
.search input { flex: 1 1 14rem; min-height: 2.5rem; padding: .25rem .75rem; font: inherit; color: inherit; background: var(--back);
  border: 1px solid var(--quiet); border-radius: .375rem }
.search output { color: var(--quiet) }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
table { width: 100%; border-collapse: collapse; font-size: .9375rem }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
th { color: var(--quiet); font-size: .8125rem; text-align: left; white-space: nowrap }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th.n, td.n { text-align: right } td.n { white-space: nowrap; font-variant-numeric: tabular-nums }
details { margin: .25rem 0; border: 1px solid var(--line); border-radius: .375rem; content-visibility: auto; contain-intrinsic-size: auto 2.75rem }
summary { padding: .5rem .75rem; cursor: pointer } details > :not(summary) { margin-inline: .75rem }
details > table { width: calc(100% - 1.5rem); margin-bottom: .5rem }
summary .quiet, .quiet { color: var(--quiet) }
pre { max-height: 30rem; padding: .75rem; overflow: auto; background: var(--soft); border-radius: .375rem; white-space: pre-wrap }
meter { width: 6rem; height: .75rem; vertical-align: middle; background: var(--gap); border: 0 }
meter::-webkit-meter-inner-element { grid-template-rows: 1fr }
meter::-webkit-meter-bar { height: .75rem; background: var(--gap); border: 0; border-radius: .25rem }
meter::-webkit-meter-optimum-value { background: var(--bar) } meter::-moz-meter-bar { background: var(--bar) }
.share { display: inline-block; min-width: 4.75rem }
.gone { display: none }
@media (max-width: 40rem) {
  body { font-size: 15px } header, main, footer { padding-inline: .875rem } h1 { font-size: 1.375rem }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  table, tbody { display: block } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line) } tr.share { display: inline-block; min-width: 4.75rem }
.gone { display: none }
  td, td.n { display: flex; gap: .75rem; padding: .1rem 0; border: 0; text-align: left; white-space: normal }
  td[data-label]::before { content: attr(data-label); flex: 0 0 5.5rem; color: var(--quiet); font-size: .8125rem; line-height: 1.8 }
  td > span { min-width: 0 } td.none { display: none }
}
@media (min-width: 60rem) { #rules ~ table td:nth-child(2) { min-width: 15rem }
  #findings ~ details table { table-layout: fixed } #findings ~ details th:nth-child(1) { width: 7rem }
  #findings ~ details th:nth-child(2) { width: 4.5rem } #findings ~ details th:nth-child(3) { width: 16rem } }
@media print { details { content-visibility: visible } .search, nav { display: none } }
`,pe=["default-src 'none'","style-src 'sha256-o9QOsMXFJVfrdd8/yTfkLdbl8eD4NLB5ox4cSYMFOO4='",`script-src '${me}'`,"base-uri 'none'","form-action 'none'"].join("; ");function he(e,t,n={}){const o={verdict:e,set:t,links:(0,O.h)(e.subject,n.links)},a=[se(o),R(o),re(o),ne(o),H(o),le(o),ae(o)].filter(d=>d!==void 0),{what:s}=(0,p.gD)(e);return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${pe}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${p.Jq[e.status]} ${(0,r.n8)(s,200)}</title>
<style>${fe}</style>
</head>
<body>
${$e(o,a)}
<main>
${a.map(ge).join(`
`)}
</main>
<footer>${ye(o)}</footer>
<script>${ue}<\/script>
</body>
</html>
`}function ge({id:e,title:t,body:n}){return`<section aria-labelledby="${e}"><h2 id="${e}">${t}</h2>
${n}
</section>`}function $e(e,t){const{verdict:n}=e,{what:o,why:a}=(0,p.gD)(n),s=be(e).map(([l,c])=>`<div><dt>${l}</dt><dd>${c}</dd></div>`),d=t.map(({id:l,short:c})=>`<li><a href="#${l}">${c}</a></li>`);return`<header>
<div class="verdict ${n.status}">
<h1>${p.Jq[n.status]} ${(0,r.n8)(o,200)}</h1>
<p>${(0,r.CS)(a,1e3)}</p>
<dl class="facts">${s.join("")}</dl>
</div>
<nav aria-label="Parts of this page"><ul>${d.join("")}</ul></nav>
<search class="search" hidden><label for="search">Search</label><input id="search" type="search" autocomplete="off"><output for="search" aria-live="polite"></output></search>
</header>`}function be({verdict:e,links:t}){const{repository:n,sha:o,ref:a,pullRequest:s,job:d,run:l,attempt:c}=e.subject;return[["Repository",n&&(0,r.n8)(n,200)],["Commit",o&&(0,r.Y3)(`<code>${(0,r.n8)(o.slice(0,12))}</code>`,t.commit)],["Ref",a&&(0,r.n8)(a,200)],["Pull request",s===void 0?void 0:`${s}`],["Job",d&&(0,r.n8)(d,200)],["Run",l===void 0?void 0:(0,r.Y3)(`${l}${c===void 0?"":`, attempt ${c}`}`,t.run)],["Judged",`<time datetime="${(0,r.n8)(e.finished,40)}">${(0,r.n8)(e.finished.replace("T"," ").replace(/(\.\d+)?Z$/," UTC"),40)}</time>`],["Took",ve(e)]].filter(v=>v[1]!==void 0&&v[1]!=="")}function ve({started:e,finished:t}){const n=(Date.parse(t)-Date.parse(e))/1e3;return n>=0?(0,i.a3)(n):void 0}function ye({verdict:e}){const t=[...new Set(e.reasons.map(({source:o})=>o))].filter(o=>o!=="");return`${t.length===0?"":`Rules from: ${t.map(o=>(0,r.n8)(o,200)).join(", ")}. `}Written by cicd-actions ${(0,r.n8)(e.version,60)}.`}}),795:((P,x,m)=>{m.d(x,{C:()=>i,y:()=>r});const i=["error","warning","notice"],r={critical:"error",high:"error",error:"error",medium:"warning",warning:"warning",unknown:"warning",low:"notice",note:"notice",info:"notice"}})};export{Se as id,xe as ids,ke as modules};
