using Polly;
using Polly.Retry;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Spool;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Brings blocks to the server, each until it is there: an outage only delays them. What can never be taken is kept aside.</summary>
internal sealed class BlockSender : IDisposable
{
    // Answers that may be about the block or about the server: so many times the same, over half a minute, and it is the block.
    private const int MostDoubts = 10;
    private readonly ClickHouseClient _client;
    private readonly StoreSchema _schema;
    private readonly RefusedBlocks _aside;
    private readonly DiskSpool _spool;
    private readonly IStageLog _log;
    private readonly ResiliencePipeline _persist;
    private readonly BlockFormat _format;
    private readonly SemaphoreSlim _preparing = new(1);
    private volatile bool _prepared;
    private int _failing;
    private long _acknowledged;
    private long _refused;

    public BlockSender(ClickHouseClient client, StoreSchema schema, RefusedBlocks aside, DiskSpool spool, BlockFormat format, IStageLog log, TimeProvider time)
    {
        (_client, _schema, _aside, _spool, _format, _log) = (client, schema, aside, spool, format, log);
        _persist = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(10),
                UseJitter = true,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception switch
                {
                    null or OperationCanceledException => false,
                    ClickHouseException { IsHopeless: true } => false,
                    ClickHouseException { IsDoubtful: true } => arguments.AttemptNumber + 1 < MostDoubts,
                    // Whatever else it is, the rows stay: only what can never succeed is given up.
                    _ => true,
                }),
                OnRetry = OnRetryAsync,
            })
            .Build();
    }

    /// <summary>Rows the server has confirmed.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Rows the server will never take, each block reported.</summary>
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
            await _schema.ApplyAsync(stop);
            _prepared = true;
        }
        finally
        {
            _preparing.Release();
        }
    }

    /// <summary>Sends a block; on return it is stored, or kept aside.</summary>
    /// <param name="block">Borrowed.</param>
    /// <param name="stop">Gives up.</param>
    public async Task SendAsync(Block block, CancellationToken stop)
    {
        try
        {
            var (statement, body) = block.Form(_format);
            await _persist.ExecuteAsync(static (state, token) => state.Self.TryAsync(state.statement, state.body, state.Token, token), (Self: this, statement, body, block.Token), stop);
            Interlocked.Add(ref _acknowledged, block.Rows);
            if (Interlocked.Exchange(ref _failing, 0) == 1) _log.Info("The server takes rows again; what waited is being sent.");
        }
        catch (ClickHouseException fault)
        {
            Interlocked.Add(ref _refused, block.Rows);
            var kept = _aside.Keep(block, fault.Message) is { } file ? $"They are kept in '{file}'." : "There is no room to keep them.";
            _log.Error($"{block.Rows} rows of '{block.Layout.Table}' will never be taken: {fault.Message} {kept}");
        }
    }

    /// <summary>Gives up an entry that nobody can read any more.</summary>
    public void Lose(SpoolTicket ticket)
    {
        Interlocked.Add(ref _refused, ticket.Items);
        _log.Error($"{ticket.Items} rows in the spool are of no known form and are lost.");
        _spool.Acknowledge(ticket);
    }

    public void Dispose() => _preparing.Dispose();

    private ValueTask OnRetryAsync(OnRetryArguments<object> retry)
    {
        // Somebody may have dropped the tables.
        if (retry.Outcome.Exception is ClickHouseException { IsDoubtful: true }) _prepared = false;
        // Once an outage: many blocks trying for hours would fill the log.
        if (Interlocked.Exchange(ref _failing, 1) == 0) _log.Warn($"{retry.Outcome.Exception!.Message} Rows wait in the spool and are sent again.");
        return default;
    }

    private async ValueTask TryAsync(string statement, ReadOnlyMemory<byte> body, string token, CancellationToken stop)
    {
        await PrepareAsync(stop);
        await _client.InsertAsync(statement, body, _schema.InsertSettings(token), stop);
    }
}
