using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Stages.Flow;
using Sluice.Core.Telemetry;

namespace Sluice.Core.Tests.Decode.Selection;

/// <summary>Runs one source without a graph and notes each frame with its pixels.</summary>
internal sealed class SelectionHarness : IStageOutput, IAsyncDisposable
{
    private readonly VideoSource _source;

    private readonly EmissionClock? _clock;

    public SelectionHarness(SourceConfig config, Pushdown? pushdown = null, EmissionClock? clock = null)
    {
        _clock = clock;
        Ledger = new SourceLedger(config.Id, TimeProvider.System);
        _source = new VideoSource(config, new SourceSetup
        {
            Ledger = Ledger,
            Budget = new FrameBudget(256 << 20),
            Decoders = TaskScheduler.Default,
            Time = clock ?? TimeProvider.System,
            Log = NullLogger.Instance,
            BaseDirectory = "/",
            SourceCount = 8,
            Pushdown = pushdown,
        }, () => RecordingFolder.List(config.Uri), isCamera: false);
    }

    public SourceLedger Ledger { get; }

    public List<Seen> Frames { get; } = [];

    public GateCounts? Gate => _source.Counts.Gate;

    /// <summary>Packets that went into a decoder, by what did not.</summary>
    public long Ended => Enum.GetValues<Outcome>().Where(static outcome => outcome != Outcome.None).Sum(outcome => Ledger[outcome]);

    public DecodingCounts? Decoding => _source.Counts.Decoding;

    public static Task<SelectionHarness> RunAsync(SourceConfig config, SampleOptions? sample = null)
        => RunAsync(config, sample == null ? null : new Pushdown { Choices = [new("sample", sample)] });

    public static async Task<SelectionHarness> RunAsync(SourceConfig config, Pushdown? pushdown, EmissionClock? clock = null)
    {
        var harness = new SelectionHarness(config, pushdown, clock);
        await harness._source.RunAsync(harness, CancellationToken.None);
        await harness.DisposeAsync();
        return harness;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    public ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        using (frame)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            for (var plane = 0; frame.HasPicture && plane < frame.Picture.PlaneCount; plane++) hash.AppendData(frame.Picture.Plane(plane));
            var pixels = frame.HasPicture ? Convert.ToHexString(hash.GetCurrentHash()) : "";
            Frames.Add(new(frame.Info.Index, frame.Info.Pts, frame.Info.PtsSeconds, frame.Info.ArrivedTimestamp, pixels)
            {
                Size = (frame.DisplayWidth, frame.DisplayHeight),
                Choice = frame.Info.Choice,
            });
            frame.Info.Propose(Outcome.Published);
        }

        _clock?.Step();

        return ValueTask.CompletedTask;
    }

    internal readonly record struct Seen(long Index, long? Pts, double? Seconds, long Arrived, string Pixels)
    {
        public (int Width, int Height) Size { get; init; }

        public StageChoice Choice { get; init; }
    }
}
