/** kinesalite, in memory, without delays and with room for the shards of all rounds. */
import type {Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {reportToBench} from './serve.ts';

type Kinesalite = {default(options: Readonly<Record<string, number>>): Server};

// Named by a variable, because the package is installed in bench/ only and type checks run without it.
const name = 'kinesalite';
const {default: createKinesalite} = (await import(name)) as Kinesalite;
const server = createKinesalite({createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0, shardLimit: 1000});
server.listen(0, '127.0.0.1', () => reportToBench(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
