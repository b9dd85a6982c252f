"""What boto3 sees of the engine at ENDPOINT (the first argument): one JSON object, a member a story, for boto3.test.ts to look at."""

import hashlib
import json
import sys
import threading
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint = sys.argv[1]
config = Config(retries={"max_attempts": 0}, read_timeout=15)


def client(service):
	return boto3.client(service, endpoint_url=endpoint, region_name="us-east-1", config=config)


sqs, sns, kinesis, sts = client("sqs"), client("sns"), client("kinesis"), client("sts")


def error_of(call, **arguments):
	try:
		call(**arguments)
	except ClientError as error:
		told = error.response
		return {
			"class": type(error).__name__,
			"code": told["Error"]["Code"],
			"message": told["Error"]["Message"],
			"status": told["ResponseMetadata"]["HTTPStatusCode"],
		}
	return "was not refused"


def message_stays_whole():
	url = sqs.create_queue(QueueName="whole", Attributes={"VisibilityTimeout": "5"})["QueueUrl"]
	body = "grüße 🚰 <&>\r\n"
	attributes = {
		"Text": {"DataType": "String", "StringValue": "x"},
		"Count": {"DataType": "Number.int", "StringValue": "3"},
		"Raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
	}
	sent = sqs.send_message(QueueUrl=url, MessageBody=body, MessageAttributes=attributes)
	message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], AttributeNames=["All"])["Messages"][0]
	sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
	raw = message["MessageAttributes"]["Raw"]["BinaryValue"]
	return {
		"isSameBody": message["Body"] == body,
		"isRightMd5": message["MD5OfBody"] == sent["MD5OfMessageBody"] == hashlib.md5(body.encode()).hexdigest(),
		"isSameAttributeMd5": message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"],
		"raw": list(raw),
		"receiveCount": message["Attributes"]["ApproximateReceiveCount"],
		"urlStart": url.startswith(endpoint + "/000000000000/"),
		"isEmptyAfterwards": "Messages" not in sqs.receive_message(QueueUrl=url),
	}


def batch_fails_in_part():
	url = sqs.create_queue(QueueName="batch")["QueueUrl"]
	answer = sqs.send_message_batch(
		QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "x"}, {"Id": "b", "MessageBody": "x", "DelaySeconds": 901}]
	)
	return {
		"successful": [entry["Id"] for entry in answer["Successful"]],
		"failed": [[entry["Id"], entry["Code"], entry["SenderFault"]] for entry in answer["Failed"]],
	}


def fifo_keeps_order():
	url = sqs.create_queue(QueueName="order.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"})["QueueUrl"]
	sent = [sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g") for body in ["a", "b", "a"]]
	received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
	return {
		"bodies": [message["Body"] for message in received],
		"isRisingNumber": sent[0]["SequenceNumber"] < sent[1]["SequenceNumber"],
		"isDuplicate": sent[0]["MessageId"] == sent[2]["MessageId"],
	}


def lists_have_pages():
	for index in range(5):
		sqs.create_queue(QueueName=f"page-{index}")
	pages = sqs.get_paginator("list_queues").paginate(QueueNamePrefix="page-", PaginationConfig={"PageSize": 2})
	return [len(page.get("QueueUrls", [])) for page in pages]


def sqs_errors():
	url = sqs.create_queue(QueueName="errors")["QueueUrl"]
	sqs.purge_queue(QueueUrl=url)
	return {
		"noQueue": error_of(sqs.receive_message, QueueUrl=url + "-2"),
		"badHandle": error_of(sqs.delete_message, QueueUrl=url, ReceiptHandle="x"),
		"tooLong": error_of(sqs.send_message, QueueUrl=url, MessageBody="x" * (1024 * 1024 + 1)),
		"badCharacter": error_of(sqs.send_message, QueueUrl=url, MessageBody="\x00"),
		"emptyBatch": error_of(sqs.send_message_batch, QueueUrl=url, Entries=[]),
		"purgedAgain": error_of(sqs.purge_queue, QueueUrl=url),
		"badAttribute": error_of(sqs.set_queue_attributes, QueueUrl=url, Attributes={"VisibilityTimeout": "43201"}),
	}


def long_poll_wakes():
	url = sqs.create_queue(QueueName="poll")["QueueUrl"]
	sent_at = []

	def send():
		sent_at.append(time.monotonic())
		client("sqs").send_message(QueueUrl=url, MessageBody="awake")

	timer = threading.Timer(0.2, send)
	timer.start()
	messages = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)["Messages"]
	waited = time.monotonic()
	timer.join()
	return {"body": messages[0]["Body"], "isFasterThanWaiting": waited - sent_at[0] < 5}


def topic_reaches_queue():
	url = sqs.create_queue(QueueName="subscriber")["QueueUrl"]
	queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
	topic = sns.create_topic(Name="events")["TopicArn"]
	policy = json.dumps({"kind": ["order"]})
	sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"FilterPolicy": policy}, ReturnSubscriptionArn=True)
	for kind in ["refund", "order"]:
		sns.publish(TopicArn=topic, Message=kind, Subject="s", MessageAttributes={"kind": {"DataType": "String", "StringValue": kind}})
	entries = [{"Id": str(index), "Message": "x"} for index in range(2)]
	batch = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
	messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
	envelope = json.loads(messages[0]["Body"])
	subscriptions = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
	return {
		"count": len(messages),
		"envelope": {name: envelope[name] for name in ["Type", "Message", "Subject", "TopicArn", "MessageAttributes"]},
		"batch": [entry["Id"] for entry in batch["Successful"]],
		"subscriptions": [subscription["Endpoint"] for subscription in subscriptions],
		"isSigned": is_signed(envelope),
	}


def is_signed(envelope):
	"""Whether the signature is right by the certificate that the envelope names. None where there is no library to tell."""
	try:
		from cryptography import x509
		from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
		from cryptography.hazmat.primitives.hashes import SHA1
	except ImportError:
		return None
	import base64
	import urllib.request

	certificate = x509.load_pem_x509_certificate(urllib.request.urlopen(envelope["SigningCertURL"]).read())
	names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
	text = "".join(f"{name}\n{envelope[name]}\n" for name in names)
	certificate.public_key().verify(base64.b64decode(envelope["Signature"]), text.encode(), PKCS1v15(), SHA1())
	return True


def presigned_link_publishes():
	"""What anybody may send who was given the link, without a key of their own."""
	import urllib.request

	url = sqs.create_queue(QueueName="linked")["QueueUrl"]
	topic = sns.create_topic(Name="linked")["TopicArn"]
	sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:000000000000:linked", Attributes={"RawMessageDelivery": "true"})
	link = sns.generate_presigned_url("publish", Params={"TopicArn": topic, "Message": "by link & more"}, ExpiresIn=60)
	status = urllib.request.urlopen(link).status
	return {"status": status, "bodies": [message["Body"] for message in sqs.receive_message(QueueUrl=url)["Messages"]]}


def sns_errors():
	missing = "arn:aws:sns:us-east-1:000000000000:missing"
	topic = sns.create_topic(Name="errors")["TopicArn"]
	return {
		"noTopic": error_of(sns.publish, TopicArn=missing, Message="x"),
		"emptyMessage": error_of(sns.publish, TopicArn=topic, Message=""),
		"badFilter": error_of(
			sns.subscribe, TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:000000000000:q", Attributes={"FilterPolicy": "{"}
		),
	}


def stream_is_read():
	kinesis.create_stream(StreamName="clicks", ShardCount=1)
	kinesis.get_waiter("stream_exists").wait(StreamName="clicks", WaiterConfig={"Delay": 1})
	put = kinesis.put_record(StreamName="clicks", PartitionKey="k", Data=b"\x00one")
	many = kinesis.put_records(StreamName="clicks", Records=[{"PartitionKey": "k", "Data": text} for text in ["two", "three"]])
	iterator = kinesis.get_shard_iterator(StreamName="clicks", ShardId=put["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
	answer = kinesis.get_records(ShardIterator=iterator)
	return {
		"texts": [record["Data"].decode() for record in answer["Records"]],
		"failedCount": many["FailedRecordCount"],
		"behind": answer["MillisBehindLatest"],
		"hasNext": "NextShardIterator" in answer,
		"isDate": answer["Records"][0]["ApproximateArrivalTimestamp"].year >= 2020,
	}


def shard_splits():
	kinesis.create_stream(StreamName="split", ShardCount=1)
	kinesis.split_shard(StreamName="split", ShardToSplit="shardId-000000000000", NewStartingHashKey=str(1 << 127))
	# Its paginator repeats the stream's name with the token, which AWS refuses too.
	first = kinesis.list_shards(StreamName="split", MaxResults=2)
	pages = [first, kinesis.list_shards(NextToken=first["NextToken"])]
	iterator = kinesis.get_shard_iterator(StreamName="split", ShardId="shardId-000000000000", ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
	end = kinesis.get_records(ShardIterator=iterator)
	return {
		"parents": [shard.get("ParentShardId") for page in pages for shard in page["Shards"]],
		"isAtEnd": "NextShardIterator" not in end,
		"children": [child["ShardId"] for child in end["ChildShards"]],
	}


def subscription_streams():
	kinesis.create_stream(StreamName="fan-out", ShardCount=1)
	arn = kinesis.describe_stream_summary(StreamName="fan-out")["StreamDescriptionSummary"]["StreamARN"]
	consumer = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="app")["Consumer"]["ConsumerARN"]
	kinesis.put_record(StreamName="fan-out", PartitionKey="k", Data=b"hello")
	stream = kinesis.subscribe_to_shard(ConsumerARN=consumer, ShardId="0", StartingPosition={"Type": "TRIM_HORIZON"})["EventStream"]
	event = next(iter(stream))["SubscribeToShardEvent"]
	stream.close()
	return {
		"texts": [record["Data"].decode() for record in event["Records"]],
		"hasContinuation": "ContinuationSequenceNumber" in event,
	}


def kinesis_errors():
	return {
		"noStream": error_of(kinesis.describe_stream_summary, StreamName="nope"),
		"badIterator": error_of(kinesis.get_records, ShardIterator="x"),
		"badName": error_of(kinesis.create_stream, StreamName="a b", ShardCount=1),
	}


def caller_is_told():
	return sts.get_caller_identity()["Arn"]


stories = [
	message_stays_whole,
	batch_fails_in_part,
	fifo_keeps_order,
	lists_have_pages,
	sqs_errors,
	long_poll_wakes,
	topic_reaches_queue,
	presigned_link_publishes,
	sns_errors,
	stream_is_read,
	shard_splits,
	subscription_streams,
	kinesis_errors,
	caller_is_told,
]
told = {}
for story in stories:
	try:
		told[story.__name__] = story()
	except Exception as error:
		told[story.__name__] = f"{type(error).__name__}: {error}"
print(json.dumps(told))
