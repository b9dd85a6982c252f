import {openConnection, type Connection, type OpenConnection} from './client.ts';
import type {Measure, Running, Series} from './row.ts';
import {startServer, type ServerName, type ServerProcess} from './server-process.ts';

/** What a series has to load its server with. */
export type Load = {
	readonly server: ServerProcess;
	/** 32, kept alive. */
	readonly connections: readonly Connection[];
	/** The first of them, for what is done once. */
	readonly connection: Connection;
};

/** Prepares the server once, and returns what each round does. */
export type Loading = (load: Load) => Promise<(round: number) => Promise<Measure>>;

const connectionCount = 32;

/** The same load on each of the servers: `bare`, `sluice` and what peers can do it. */
export function seriesOfServers(names: readonly ServerName[], loading: Loading, open?: OpenConnection): readonly Series[] {
	return names.map(name => serverSeries(name, name, loading, open));
}

/** One line of a row that loads a server over 32 keep-alive connections from this process. */
export function serverSeries(name: string, serverName: ServerName, loading: Loading, open: OpenConnection = openConnection): Series {
	return {
		name,
		async start(): Promise<Running> {
			const server = await startServer(serverName);
			const connections = await Promise.all(Array.from({length: connectionCount}, () => open(server.url)));
			const [connection] = connections;
			if (!connection) throw new Error('There is no connection.');
			const measure = await loading({server, connections, connection});
			return {
				measure,
				close() {
					for (const each of connections) each.close();
					server.close();
				},
			};
		},
	};
}

/** Does the work so many times, each connection one at a time. */
export async function share(
	connections: readonly Connection[],
	count: number,
	work: (connection: Connection, index: number) => Promise<void>,
): Promise<void> {
	let done = 0;
	await Promise.all(
		connections.map(async connection => {
			while (done < count) await work(connection, done++);
		}),
	);
}

/** The server's CPU time of some work, in microseconds a unit: user and system, all threads. */
export async function cpuOf(server: ServerProcess, unitCount: number, work: () => Promise<void>): Promise<Measure> {
	const before = await server.usage();
	const startMs = performance.now();
	await work();
	const tookMs = performance.now() - startMs;
	const after = await server.usage();
	return {value: (after.cpuMicroseconds - before.cpuMicroseconds) / unitCount, beside: (unitCount / tookMs) * 1000};
}
