const b={7490:((h,d,u)=>{u.r(d),u.d(d,{verdictDocument:()=>m,verdictFileName:()=>l});const a=["schema","action","name","version","status","subject","started","finished","reasons","metrics","evidence","paths"];function m(e){const s=new Set(a),t=Object.keys(e).filter(r=>!s.has(r)&&r!=="judged").sort(),n=[...a,...t].map(r=>[r,c(e[r])]),o=JSON.stringify(Object.fromEntries(n),null,2);return e.judged===void 0?`${o}
`:`${o.slice(0,-2)},
  "judged": ${JSON.stringify(c(e.judged))}
}
`}function c(e){if(typeof e=="number"&&!Number.isFinite(e))throw new Error("a verdict holds a number that JSON cannot say");if(Array.isArray(e))return e.map(c);if(typeof e!="object"||e===null)return e;const s=Object.entries(e).sort(([t],[n])=>t<n?-1:1);return Object.fromEntries(s.map(([t,n])=>[t,c(n)]))}function l(e,s,t){const n=[e,s.job,s.leg].filter(i=>i!==void 0),o=n.map(g).filter(i=>i!==""),r=o.length===n.length&&n.every((i,j)=>i===o[j]),f=o.join(".").slice(0,80);return r&&n.length<3?`${f}.json`:`${f||"verdict"}-${t(n.join(`
`))}.json`}function g(e){return e.toLowerCase().replace(/[^a-z0-9_-]+/g,"-").replace(/^-+|-+$/g,"").slice(0,60)}})};export{b as modules};
