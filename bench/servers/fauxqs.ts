/** fauxqs, as its library mode starts it, without its log. */
import {reportToBench} from './serve.ts';

type Fauxqs = {startFauxqs(options: {port: number; logger: boolean; host: string}): Promise<{port: number}>};

// Named by a variable, because the package is installed in bench/ only and type checks run without it.
const name = 'fauxqs';
const {startFauxqs} = (await import(name)) as Fauxqs;
const server = await startFauxqs({port: 0, logger: false, host: '127.0.0.1'});
reportToBench(`http://127.0.0.1:${server.port}`);
