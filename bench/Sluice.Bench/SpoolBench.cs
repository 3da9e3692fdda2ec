using BenchmarkDotNet.Attributes;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Bench;

/// <summary>An entry of 2 KiB through the spool: appended, read, acknowledged.</summary>
[MemoryDiagnoser]
public class SpoolBench : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-spool-bench").FullName;
    private readonly SpoolBatch _batch = new();
    private readonly byte[] _payload = new byte[2048];
    private DiskSpool? _spool;
    private SpoolReader? _reader;

    [GlobalSetup]
    public void Setup()
    {
        _spool = DiskSpool.Open(new SpoolOptions { Fsync = SpoolFsync.Never }, _folder, TimeProvider.System, new NoLog());
        _reader = _spool.Read();
        if (!Pass()) throw new InvalidOperationException("The spool did not give back what was appended.");
    }

    [Benchmark]
    public bool Pass()
    {
        _batch.Add("h"u8, _payload);
        if (!_spool!.TryAppend(_batch, out _) || !_reader!.TryRead(out var entry)) return false;
        _spool.Acknowledge(entry.Ticket);
        return true;
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _reader?.Dispose();
        _spool?.Dispose();
        _batch.Dispose();
        Directory.Delete(_folder, true);
        GC.SuppressFinalize(this);
    }

    private sealed class NoLog : IStageLog
    {
        public void Info(string message)
        {
        }

        public void Warn(string message)
        {
        }

        public void Error(string message, Exception? fault = null)
        {
        }
    }
}
