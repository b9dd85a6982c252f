import {createServer, type IncomingMessage, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';

export type FakeRequest = {
	readonly path: string;
	readonly headers: IncomingMessage['headers'];
	/** Fields of a query request; empty for others. */
	readonly form: URLSearchParams;
};

export type FakeAws = {
	readonly url: string;
	readonly requests: readonly FakeRequest[];
	[Symbol.asyncDispose](): Promise<void>;
};

/** Answers as STS, SSO or SQS would, as far as signing in needs it. `answer` may take a request over. */
export async function startFakeAws(
	answer: (request: FakeRequest) => {readonly status: number; readonly body: string} | undefined = () => undefined,
): Promise<FakeAws> {
	const requests: FakeRequest[] = [];
	const server = createServer((incoming, response) => {
		let text = '';
		incoming.on('data', chunk => (text += String(chunk)));
		incoming.on('end', () => {
			const request = {path: incoming.url ?? '', headers: incoming.headers, form: new URLSearchParams(text)};
			requests.push(request);
			const {status, body} = answer(request) ?? {status: 200, body: usualAnswer(request)};
			response.writeHead(status, {'content-type': body.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.0'}).end(body);
		});
	});
	const port = await listen(server);
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise<void>(resolve => server.close(() => resolve()));
		},
	};
}

async function listen(server: Server): Promise<number> {
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

/** Far beyond the time of every test: the SDK compares it with the machine's own clock. */
const expiration = '2099-01-01T00:00:00Z';

function usualAnswer({path, form}: FakeRequest): string {
	const action = form.get('Action');
	if (action === 'AssumeRole')
		return `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>role-token</SessionToken>
<Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
	if (path.startsWith('/federation/credentials'))
		return JSON.stringify({
			roleCredentials: {accessKeyId: 'AKIDSSO', secretAccessKey: 'secret', sessionToken: 'sso-token', expiration: Date.parse(expiration)},
		});
	return '{"QueueUrls":[]}';
}
