using Polly;
using Polly.Retry;
using Sluice.Abstractions;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Brings blocks to the server, several at a time, each until it is there: an outage only delays them.</summary>
internal sealed class BlockSender : IDisposable
{
    private readonly ClickHouseClient _client;
    private readonly BlockQueue _queue;
    private readonly IStageLog _log;
    private readonly string _database;
    private readonly ResiliencePipeline _persist;
    private readonly SemaphoreSlim _preparing = new(1);
    private volatile bool _prepared;
    private int _failing;
    private long _acknowledged;
    private long _refused;

    public BlockSender(ClickHouseClient client, string database, BlockQueue queue, IStageLog log, TimeProvider time)
    {
        (_client, _database, _queue, _log) = (client, database, queue, log);
        _persist = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(10),
                UseJitter = true,
                // Whatever it is, the rows stay: only what can never succeed is given up.
                ShouldHandle = new PredicateBuilder().Handle<Exception>(fault => fault is not (SchemaException or ClickHouseException { IsHopeless: true })),
                OnRetry = retry =>
                {
                    // Once an outage: many senders trying for hours would fill the log.
                    if (Interlocked.Exchange(ref _failing, 1) == 0)
                        _log.Warn($"{retry.Outcome.Exception!.Message} Rows wait in memory and are sent again.");
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Rows the server has confirmed.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Rows the server will never take, each reported.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Makes the tables.</summary>
    /// <exception cref="SchemaException">The database is newer than this program.</exception>
    /// <exception cref="ClickHouseException">The server refused.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task PrepareAsync(CancellationToken stop)
    {
        if (_prepared) return;
        await _preparing.WaitAsync(stop);
        try
        {
            if (_prepared) return;
            await Migrations.ApplyAsync(_client, _database, Migrations.All, stop);
            _prepared = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    /// <summary>Sends until the queue is complete and empty, or stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        await foreach (var block in _queue.Sealed.ReadAllAsync(stop))
        {
            try
            {
                await _persist.ExecuteAsync(static (state, token) => state.Self.SendAsync(state.block, token), (Self: this, block), stop);
                Interlocked.Add(ref _acknowledged, block.Rows);
                if (Interlocked.Exchange(ref _failing, 0) == 1) _log.Info("The server takes rows again; what waited is being sent.");
            }
            catch (Exception fault) when (fault is ClickHouseException or SchemaException)
            {
                Interlocked.Add(ref _refused, block.Rows);
                _log.Error($"{block.Rows} rows of '{block.Table.Name}' will never be taken: {fault.Message}");
            }
            finally
            {
                _queue.Release(block);
            }
        }
    }

    public void Dispose() => _preparing.Dispose();

    private async ValueTask SendAsync(Block block, CancellationToken stop)
    {
        await PrepareAsync(stop);
        // async_insert answers before the rows are stored and would make the token useless.
        var settings = $"async_insert=0&insert_deduplication_token={Uri.EscapeDataString(block.Token)}";
        await _client.InsertAsync(block.Table.Insert, block.Bytes.Written[..block.WholeBytes], settings, stop);
    }
}
