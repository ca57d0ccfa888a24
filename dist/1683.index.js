const _=1683,y=[1683],A={91683:((M,p,o)=>{o.d(p,{readMatcher:()=>g});var a=o(7268),i=o(75919);const u=3e4,d=`
const { workerData: { port, answers } } = require('node:worker_threads')
const answer = (matches) => {
  port.postMessage(matches)
  Atomics.add(answers, 0, 1)
  Atomics.notify(answers, 0)
}
port.on('message', ({ patterns, lines }) => {
  const regexps = patterns.map(({ source, flags }) => new RegExp(source, flags))
  const matches = []
  lines.forEach((line, at) => regexps.forEach((regexp, pattern) => {
    const groups = regexp.exec(line)
    if (groups) matches.push([at, pattern, Array.from(groups)])
  }))
  answer(matches)
})
answer([])
`;class f{#e;start(){if(this.#e)return;const{port1:t,port2:e}=new i.MessageChannel,n=new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),s=new i.Worker(d,{eval:!0,workerData:{port:e,answers:n},transferList:[e],env:{},execArgv:[]});if(s.unref(),t.unref(),s.on("error",()=>{}),this.#e={thread:s,port:t,answers:n,taken:0},!this.#t(u))throw new a.o("the thread that matches it did not start; is this machine out of memory?")}match(t,e,n){return this.#e?.port.postMessage({patterns:t.map(({source:s,flags:c})=>({source:s,flags:c})),lines:e}),this.#t(n)}#t(t){const e=this.#e;if(e){if(Atomics.wait(e.answers,0,e.taken,t)==="timed-out"){this.#e=void 0,e.thread.terminate();return}return e.taken+=1,(0,i.receiveMessageOnPort)(e.port).message}}}const w=1e4,h=new f;function g(r,t,e=w){const n=l(r,t);if(n===void 0)throw new a.o(`its problem matcher ${JSON.stringify(r)} is not there`);return{name:JSON.stringify(r),text:n,matchAll:x(e,JSON.stringify(r))}}function l(r,t){try{return t.readText(r,"its problem matcher")}catch(e){throw e instanceof a.j?new a.o(e.message):e}}function x(r,t){let e=r;return(n,s)=>{h.start();const c=performance.now(),m=h.match(n,s,Math.max(1,e));if(e-=performance.now()-c,m)return m;throw new a.o(`matching it was stopped after ${r/1e3} s: a pattern of the problem matcher ${t} runs away`)}}})};export{_ as id,y as ids,A as modules};
