/** The engine as it is in this checkout. */
import {createEngine} from '../../source/engine/index.ts';
import {reportToBench} from './serve.ts';

const engine = await createEngine({port: 0});
reportToBench(engine.url);
