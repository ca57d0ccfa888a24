import{modules as _}from"./shared-51999.js";const c=9404,p=[9404],r={..._,47162:((d,o,e)=>{e.d(o,{x:()=>s});const s="1.0.0"})};export{c as id,p as ids,r as modules};
