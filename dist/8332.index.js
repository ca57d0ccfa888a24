import{modules as o}from"./shared-65951.js";const t=8332,e=[8332],r={...o};export{t as id,e as ids,r as modules};
