import {fork} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import type {ServerMessage, Usage} from './servers/serve.ts';

/** The files in servers/. */
export type ServerName = 'bare' | 'bare-h2c' | 'sluice' | 'fauxqs' | 'kinesalite';

/** A server in a process of its own. */
export type ServerProcess = {
	readonly name: ServerName;
	readonly url: string;
	usage(): Promise<Usage>;
	close(): void;
};

/** Where a profile of the engine goes when it ends, for `node --cpu-prof`. Empty: none is made. */
const profileDirectory = process.env['SLUICE_BENCH_PROFILE'] ?? '';

export function startServer(name: ServerName): Promise<ServerProcess> {
	const path = fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url));
	const profile = name === 'sluice' && profileDirectory !== '' ? ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`] : [];
	const child = fork(path, {
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		execArgv: ['--disable-warning=ExperimentalWarning', ...profile],
	});
	return new Promise((resolve, reject) => {
		let onUsage: ((usage: Usage) => void) | undefined;
		child.once('exit', code => reject(new Error(`The server ${name} ended with ${code}.`)));
		child.on('message', (message: ServerMessage) => {
			if (message.type === 'usage') {
				onUsage?.(message);
				return;
			}
			resolve({
				name,
				url: message.url,
				usage: () =>
					new Promise(answer => {
						onUsage = answer;
						child.send('usage');
					}),
				close: () => child.disconnect(),
			});
		});
	});
}
