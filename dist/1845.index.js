import{modules as _}from"./shared-56051.js";import{modules as A}from"./shared-7268.js";import{modules as j}from"./shared-13566.js";import{modules as k}from"./shared-22015.js";const I=1845,P=[1845],v={..._,...A,...j,...k,16617:((T,y,m)=>{m.d(y,{W:()=>w});var l=m(84713),$=m(73024);const f=(r,t)=>{(0,$.appendFileSync)(r,t)};function p(r,t,i){if(!/[\r\n]/.test(t))return`${r}=${t}
`;let a=`cicd_${i()}`;for(;t.includes(a);)a=`cicd_${i()}`;return`${r}<<${a}
${t}
${a}
`}function h(r,t,i,a,n){return g(r.GITHUB_OUTPUT,p(t,i,n),a)}function x(r,t,i){return g(r.GITHUB_STEP_SUMMARY,t.endsWith(`
`)?t:`${t}
`,i)}function g(r,t,i){return r===void 0||r===""?!1:(i(r,t),!0)}function w(){const{env:r}=process;return{environment:r,clock:Date.now,write:(0,l.yr)(l.qk),output:(t,i)=>h(r,t,i,f,()=>crypto.randomUUID()),summary:t=>x(r,t,f),exit:t=>{process.exitCode=t}}}}),11943:((T,y,m)=>{m.d(y,{e:()=>r,Q:()=>g});var l=m(7268),$=m(78351),f=m(80682);const p={"%":"%25","\r":"%0D","\n":"%0A"},h={...p,":":"%3A",",":"%2C"};function x(n,s,e={}){const c=Object.entries(e).filter(([,u])=>u!==void 0&&u!=="").map(([u,S])=>`${u}=${(0,f.g$)(String(S)).replace(/[%\r\n:,]/g,E=>h[E])}`),o=c.length>0?` ${c.join(",")}`:"",d=n==="add-mask"?s:(0,f.g$)(s);return`::${n}${o}::${d.replace(/[%\r\n]/g,u=>p[u])}`}function g(n){const s=o=>{n.write(`${(0,f.Df)((0,f.zl)(o))}
`)},e=(o,d,u)=>{n.write(`${x(o,d,u)}
`)},c=(o,d)=>{try{o()||s(d)}catch(u){e("warning",`could not be written: ${u instanceof Error?u.message:String(u)}`),s(d)}};return{environment:n.environment,clock:n.clock,log:s,command:e,output:(o,d)=>{c(()=>n.output(o,d),`${o}=${d}`)},summary:o=>{c(()=>n.summary(o),o)},exit:n.exit}}const w=10;async function r(n,s,e){try{n.exit($.a4[await e()])}catch(c){n.exit($.a4.unknown),n.output("status","unknown"),c instanceof l.j?t(n,s,c.problems):i(n,s,c)}}function t(n,s,e){for(const o of e.slice(0,w))n.command("error",o,{title:`${s}: wrong input`});for(const o of e.slice(w))n.log(o);n.summary(`### 🟣 ${s} could not judge

Nothing was judged, because the workflow or the policy must be corrected:

${a(e.join(`
`))}`)}function i(n,s,e){const c=e instanceof Error?e.message:String(e),o="This is a bug of cicd-actions, not of your project. Please report it with a log of debug level (ACTIONS_STEP_DEBUG).";n.command("error",`${c}. ${o}`,{title:`${s}: unexpected error`}),e instanceof Error&&e.stack!==void 0&&n.command("debug",e.stack),n.summary(`### 🟣 ${s} could not judge

${o}

${a(c)}`)}function a(n){const s=(0,f.DJ)(n).slice(0,1e5),e=Math.max(0,...(s.match(/`+/g)??[]).map(o=>o.length)),c="`".repeat(Math.max(3,e+1));return`${c}text
${s}
${c}
`}})};export{I as id,P as ids,v as modules};
