import{modules as o}from"./shared-78278.js";const t=8278,e=[8278],r={...o};export{t as id,e as ids,r as modules};
