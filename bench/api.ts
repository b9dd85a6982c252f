/** How requests of one service and protocol look: what stands in their headers. */
export type Api = {
	/** The name that is signed for. */
	readonly service: string;
	readonly contentType: string;
	/** AWS JSON: `AmazonSQS`, before the dot and the action. Absent: AWS Query. */
	readonly targetPrefix?: string;
};

export const sqsJson: Api = {service: 'sqs', contentType: 'application/x-amz-json-1.0', targetPrefix: 'AmazonSQS'};
export const kinesisJson: Api = {service: 'kinesis', contentType: 'application/x-amz-json-1.1', targetPrefix: 'Kinesis_20131202'};
export const kinesisCbor: Api = {...kinesisJson, contentType: 'application/x-amz-cbor-1.1'};
export const snsQuery: Api = {service: 'sns', contentType: 'application/x-www-form-urlencoded'};

/** A request's headers up to Content-Length, in number and size as the JavaScript SDK sends them. */
export function requestHead(host: string, api: Api, action: string): string {
	const headers = Object.entries(requestHeaders(api, action)).map(([name, value]) => `${name}: ${value}`);
	return ['POST / HTTP/1.1', `host: ${host}`, ...headers, 'connection: keep-alive', 'content-length: '].join('\r\n');
}

/** The headers that do not say where a request goes, nor how long it is. */
export function requestHeaders(api: Api, action: string): Readonly<Record<string, string>> {
	return {
		'content-type': api.contentType,
		...(api.targetPrefix === undefined ? {} : {'x-amz-target': `${api.targetPrefix}.${action}`}),
		'x-amzn-query-mode': 'true',
		'x-amz-user-agent': 'aws-sdk-js/3.1175.0',
		'user-agent': `aws-sdk-js/3.1175.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#24.21.0 api/${api.service}#3.1175.0 m/E,n`,
		'amz-sdk-invocation-id': '7cf9f06c-7a3d-4f4e-9e6b-6c9d1f0a4f4b',
		'amz-sdk-request': 'attempt=1; max=3',
		'x-amz-date': '20261125T031204Z',
		'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
		authorization: `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261125/us-east-1/${api.service}/aws4_request, SignedHeaders=amz-sdk-invocation-id;amz-sdk-request;content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target;x-amz-user-agent;x-amzn-query-mode, Signature=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855`,
	};
}
