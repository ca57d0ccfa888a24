const C={76110:((h,l,p)=>{p.d(l,{Jj:()=>c,RK:()=>u,TN:()=>m,UV:()=>a});const d=/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu,_=/\u200c|\u200d|[\u0600-\u0605\u06dd\u08e2]/u,g="�",s=/^[\x20-\x7e]*$/;function u(e){return s.test(e)?e:e.replace(/\r\n?/g,`
`).replace(d,n=>{if(n===`
`||n==="	"||_.test(n))return n;const t=n.codePointAt(0)??0;return t<32?String.fromCodePoint(9216+t):t===127?"␡":g})}function m(e){const n=u(e);return s.test(n)&&!n.includes("  ")?n.trim():n.trim().replace(/[ \t]*\n\s*/g," ⏎ ").replace(/[ \t]+/g," ")}function c(e,n){if(e.length<=n)return e;const t=Math.max(0,n-1),o=e.charCodeAt(t-1);return`${e.slice(0,o>=55296&&o<=56319?t-1:t)}…`}function a(e,n,t){const o=u(e).split(`
`);for(;o.length>0&&o.at(-1)?.trim()==="";)o.pop();const r=[];let i=t;for(const f of o.slice(0,n)){if(i<=0)break;r.push(c(f,Math.min(i,400))),i-=f.length+1}return{text:r.join(`
`),left:o.length-r.length}}})};export{C as modules};
