import {readFileSync} from 'node:fs';
import type {Agent as HttpAgent} from 'node:http';
import type {Agent as HttpsAgent} from 'node:https';
import {isVersionAtLeast} from '../shared/version.ts';
import {SluiceError} from '../shared/errors.ts';
import {nonEmpty, type Environment} from './config/files.ts';

/** How the clients of a session reach the network. */
export type Network = {
	/** New ones for each client: a client that is closed closes its agents. */
	agents(): {readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent};
	/** Certificates to trust; undefined for Node's own. */
	readonly certificates?: readonly string[];
	/** HTTP/2 knows no proxy: then HTTP/1.1 is used for subscriptions too. */
	readonly isProxied: boolean;
};

/** The SDK's own limit of sockets to one host. */
const maxSockets = 50;

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

/**
Reads HTTPS_PROXY, HTTP_PROXY, NO_PROXY and the file of certificates that AWS_CA_BUNDLE or the profile's `ca_bundle` names, for all clients of a
session.

The certificates are trusted beside Node's own: a company's file often holds nothing but its own authority.

@throws `bad-ca-bundle` when the file cannot be read or holds no certificate; `no-proxy-support` where Node is too old to use a proxy.
@see [Using an HTTP proxy for the AWS CLI](https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html)
*/
export function createNetwork(options: {environment: Environment; caBundle?: CaBundle | undefined}): Network {
	const {environment, caBundle} = options;
	const proxyEnv = proxyEnvironment(environment);
	// Agents read proxies since then.
	if (proxyEnv && !isVersionAtLeast(process.versions.node, 24, 5)) {
		throw new SluiceError(`A proxy is set, which Node ${process.versions.node} cannot use.`, {
			code: 'no-proxy-support',
			nextSteps: ['Run sluice with Node 24.5 or newer, or unset HTTPS_PROXY and HTTP_PROXY.'],
		});
	}
	const certificates = caBundle && [...process.getBuiltinModule('node:tls').rootCertificates, readBundle(caBundle)];
	// The option is newer than the types.
	const proxied = proxyEnv ? ({proxyEnv} as object) : {};
	return {
		agents() {
			// Loaded when the first client is made: with TLS they take 20 ms, before which the first frame is drawn.
			const [http, https] = [process.getBuiltinModule('node:http'), process.getBuiltinModule('node:https')];
			return {
				httpAgent: new http.Agent({keepAlive: true, maxSockets, ...proxied}),
				httpsAgent: new https.Agent({keepAlive: true, maxSockets, ...proxied, ...(certificates && {ca: certificates})}),
			};
		},
		...(certificates && {certificates}),
		isProxied: proxyEnv !== undefined,
	};
}

/** The proxy of the environment for https or http, without what it may hold of a password. */
export function proxyOf(
	environment: Environment,
	variable: 'HTTPS_PROXY' | 'HTTP_PROXY',
): {readonly variable: string; readonly host: string} | undefined {
	for (const name of [variable, variable.toLowerCase()]) {
		const text = nonEmpty(environment[name]);
		if (text !== undefined) return {variable: name, host: URL.canParse(text) ? new URL(text).host : 'which is no URL'};
	}
	return undefined;
}

/** A file of certificates, and who names it. */
export type CaBundle = {readonly path: string; readonly origin: string};

function readBundle({path, origin}: CaBundle): string {
	const problem = (text: string, cause?: unknown): SluiceError =>
		new SluiceError(text, {
			code: 'bad-ca-bundle',
			nextSteps: [`${origin} names it: let it name a file of certificates in PEM form.`],
			cause,
		});
	let text: string;
	try {
		text = readFileSync(path, 'utf8');
	} catch (cause) {
		throw problem(`The certificates in ${path} cannot be read.`, cause);
	}
	if (!text.includes('-----BEGIN CERTIFICATE-----')) throw problem(`There is no certificate in ${path}.`);
	return text;
}

function proxyEnvironment(environment: Environment): Environment | undefined {
	if (!proxyVariables.some(name => nonEmpty(environment[name]) !== undefined)) return undefined;
	const wanted = [...proxyVariables, 'NO_PROXY', 'no_proxy'];
	return Object.fromEntries(wanted.flatMap(name => (environment[name] === undefined ? [] : [[name, environment[name]]])));
}
