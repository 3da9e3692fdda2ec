using System.Buffers;
using BenchmarkDotNet.Attributes;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Bench;

/// <summary>One message of a kibibyte on the wire of NATS, out and in.</summary>
[MemoryDiagnoser]
public class NatsBench
{
    private readonly byte[] _payload = new byte[1024];
    private readonly byte[] _wire = new byte[2048];
    private ReadOnlySequence<byte> _received;

    [GlobalSetup]
    public void Setup()
    {
        byte[] message = [.. "MSG sluice.box.summary.gate 7 1024\r\n"u8, .. _payload, .. "\r\n"u8];
        _received = new(message);
    }

    [Benchmark]
    public int Publish()
    {
        var message = new NatsPublish("sluice.box.summary.gate", _payload);
        return NatsEncoder.MostBytes(message) <= _wire.Length ? NatsEncoder.Write(_wire, message) : 0;
    }

    /// <summary>Subject and subscription come out as strings.</summary>
    [Benchmark]
    public bool Parse()
    {
        var buffer = _received;
        return NatsParser.TryRead(ref buffer, NatsLimits.Default, out _);
    }
}
