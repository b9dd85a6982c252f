/** What somebody would write to list queues with their attributes: `node list-with-sdk.ts URL`. */
import {GetQueueAttributesCommand, ListQueuesCommand, SQSClient} from '@aws-sdk/client-sqs';

const client = new SQSClient({endpoint: process.argv[2] ?? '', region: 'us-east-1'});
const {QueueUrls = []} = await client.send(new ListQueuesCommand({MaxResults: 1000}));
for (let start = 0; start < QueueUrls.length; start += 8) {
	const answers = await Promise.all(
		QueueUrls.slice(start, start + 8).map(QueueUrl => client.send(new GetQueueAttributesCommand({QueueUrl, AttributeNames: ['All']}))),
	);
	for (const {Attributes} of answers) console.log(JSON.stringify(Attributes));
}
client.destroy();
