const m={78278:((g,o,n)=>{n.r(o),n.d(o,{MatchingWorker:()=>h});var a=n(75919),c=n(7268);const u=3e4,d=`
const { workerData: { port, answers } } = require('node:worker_threads')
const answer = (message) => {
  port.postMessage(message)
  Atomics.add(answers, 0, 1)
  Atomics.notify(answers, 0)
}
const spansIn = ({ text, pattern, group }) =>
  Array.from(text.matchAll(new RegExp(pattern.source, pattern.flags)), ({ indices }) => indices.groups[group])
    .filter((span) => span)
const matchesIn = ({ patterns, lines }) => {
  const regexps = patterns.map(({ source, flags }) => new RegExp(source, flags))
  const matches = []
  lines.forEach((line, at) => regexps.forEach((regexp, pattern) => {
    const groups = regexp.exec(line)
    if (groups) matches.push([at, pattern, Array.from(groups)])
  }))
  return matches
}
port.on('message', (asked) => answer(asked.text === undefined ? matchesIn(asked) : spansIn(asked)))
answer([])
`;function i({source:p,flags:t}){return{source:p,flags:t}}class h{#e;start(){if(this.#e)return;const{port1:t,port2:e}=new a.MessageChannel,r=new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)),s=new a.Worker(d,{eval:!0,workerData:{port:e,answers:r},transferList:[e],env:{},execArgv:[]});if(s.unref(),t.unref(),s.on("error",()=>{}),this.#e={thread:s,port:t,answers:r,taken:0},!this.#r(u))throw new c.o("the thread that matches it did not start; is this machine out of memory?")}match(t,e,r){return this.#t({patterns:t.map(i),lines:e},r)}spans(t,e,r,s){return this.#t({pattern:i(t),group:e,text:r},s)}#t(t,e){return this.#e?.port.postMessage(t),this.#r(e)}#r(t){const e=this.#e;if(e){if(Atomics.wait(e.answers,0,e.taken,t)==="timed-out"){this.#e=void 0,e.thread.terminate();return}return e.taken+=1,(0,a.receiveMessageOnPort)(e.port).message}}}})};export{m as modules};
