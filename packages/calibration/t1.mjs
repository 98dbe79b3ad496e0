import { ablatePolicy } from '@vestige/ablation/withoutModel';
import { ablationSchema } from '@vestige/ablation/options';
import { createEnvironment, environmentSchema } from '@vestige/environment';
import { randomStream } from '@vestige/random';
import { analyze } from '@vestige/analysis';
import { LoanWords } from './src/loanText.ts';
import { PLANTED_POLICIES, SLIPS } from './src/policies.ts';
import { plant } from './src/plant.ts';
import { truthOf } from './src/truth.ts';
const environment = createEnvironment(environmentSchema.parse({ kind: 'loan' }));
const words = new LoanWords(environment);
const interventions=(process.argv[2]??'now,cut,filler,drop,swap,resample').split(',');
const options = ablationSchema.parse(process.argv[2]==='all'?{}:{interventions,cuts:[0]});
for (const [name,p] of Object.entries(PLANTED_POLICIES)) {
 let t=performance.now();
 const runs=[0,1,2].map(seed=>({condition:'it',seed,updates:undefined,interventions:ablatePolicy(plant(p,{uses:p.uses,slips:SLIPS},words,1234+seed*77),{environment,rule:'factors',options,seed:seed+100,prompts:1024,step:0,final:true})}));
 const ta=performance.now()-t; t=performance.now();
 const a=analyze({experiment:'c',runs,rules:{it:'factors'},chance:.5,options:{resamples:100,confidence:.95},seed:0,backend:'none',kernels:undefined,vocabulary:[],solved:{}});
 const tz=performance.now()-t;
 const it=a.conditions.it; const truth=truthOf(p,0);
 console.log(name,it.verdict,p.verdict, Object.entries(it.phrases).map(([k,v])=>k+':'+v.verdict+(v.verdict===p.phrases[k]?'':'!!')).join(' '), ta.toFixed(0),tz.toFixed(0));
 for (const [k,v] of Object.entries(truth)) { const e=it.estimates[k]; if(!e){ if(!k.includes('drop'))console.log('  no',k);continue;} const mark=e.low<=v+1e-6&&v-1e-6<=e.high?'':'MISS'; if(mark) console.log('  ',k,v.toFixed(4),e.mean,e.low,e.high,mark);}
}
console.log(words.environment.vocabulary.length, words.factors)
const r=ablatePolicy(plant(PLANTED_POLICIES.correlated,{uses:0,slips:.04},words,1),{environment,rule:'factors',options,seed:1,prompts:3,step:0,final:true});
for(const x of r) console.log(x.intervention,x.unit,Array.from(x.cot,i=>environment.vocabulary[i]).join(' '),x.correct);
