import {localStackHealth, sluiceHealth} from './local-health.ts';

/** Something on this machine that speaks AWS's protocols, by the name it goes by. */
export type FoundEndpoint = {readonly url: string; readonly name: string};

type Probe = {
	readonly port: number;
	readonly path: string;
	readonly name: (text: string, headers: string) => string | undefined;
	/** It may speak TLS, with a certificate of its own. */
	readonly mayHaveTls?: boolean;
};

/** Ports that local AWS tools listen on, and what each says of itself. */
const probes: readonly Probe[] = [
	...[sluiceHealth, localStackHealth].map(({isIt, name, path}) => ({
		port: 4566,
		path,
		name: (text: string) => (isIt(text) ? name : undefined),
	})),
	{port: 9324, path: '/?Action=ListQueues', name: text => (text.includes('ListQueuesResponse') ? 'ElasticMQ' : undefined)},
	{port: 9297, path: '/', name: (text, headers) => (/amz|aws/i.test(headers + text) ? "AWS's emulator" : undefined), mayHaveTls: true},
];

const waitMsMax = 300;
/** What says more than this is none of them. */
const textLengthMax = 20_000;

/** @param options.probes For tests, which listen on ports of their own. */
export async function probeEndpoints(options: {
	signal: AbortSignal;
	ports?: Readonly<Record<number, number>>;
}): Promise<readonly FoundEndpoint[]> {
	const {signal, ports = {}} = options;
	const answers = await Promise.all(
		probes.map(async ({port: usual, path, name, mayHaveTls = false}) => {
			for (const scheme of mayHaveTls ? ['https', 'http'] : ['http']) {
				const url = `${scheme}://127.0.0.1:${ports[usual] ?? usual}`;
				const found = await ask(`${url}${path}`, signal);
				const known = found && name(found.text, found.headers);
				if (known !== undefined) return {url, name: known};
			}
			return undefined;
		}),
	);
	const named = answers.filter(answer => answer !== undefined);
	// One port, one line: the first name that fits.
	return named.filter((endpoint, index) => named.findIndex(({url}) => url === endpoint.url) === index);
}

/** Undefined when nobody answers in time. */
function ask(url: string, signal: AbortSignal): Promise<{text: string; headers: string} | undefined> {
	return new Promise(resolve => {
		const {get} = process.getBuiltinModule(url.startsWith('https:') ? 'node:https' : 'node:http');
		// Not verified: this only asks who is there. Whoever works with it needs its certificate, by AWS_CA_BUNDLE.
		const request = get(url, {timeout: waitMsMax, agent: false, signal, rejectUnauthorized: false}, response => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => {
				text += chunk;
				if (text.length > textLengthMax) request.destroy();
			});
			response.on('end', () => resolve({text, headers: JSON.stringify(response.headers)}));
			response.on('error', () => resolve(undefined));
			response.on('close', () => resolve(undefined));
		});
		request.on('timeout', () => request.destroy());
		request.on('error', () => resolve(undefined));
	});
}
