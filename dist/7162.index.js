const t=7162,c=[7162],d={47162:((s,o,_)=>{_.d(o,{x:()=>e});const e="1.0.0"})};export{t as id,c as ids,d as modules};
