from kombu import Connection
from kombu.messaging import Producer

class ProducerPool:
    def acquire(self, *, block: bool, timeout: float) -> Producer: ...

class Producers:
    def __getitem__(self, connection: Connection) -> ProducerPool: ...

producers: Producers
