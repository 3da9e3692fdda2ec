using Sluice.Abstractions;

namespace Sluice.Tests.Graph;

/// <summary>Options of the fake stages: they have none.</summary>
internal sealed record NoOptions;

/// <summary>Makes a stage of a delegate.</summary>
internal sealed class FakeFactory(Func<StageContext, IStage> make, bool parallel = false) : StageFactory<NoOptions>
{
    public override string Use => "fake";

    public override string Summary => "A stage for tests.";

    public override bool Parallel => parallel;

    protected override IStage Create(StageContext context, NoOptions options) => make(context);
}

internal delegate ValueTask OnFrame(Frame frame, IStageOutput output, CancellationToken stop);

internal delegate ValueTask OnBatch(IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop);

internal delegate ValueTask OnEnd(string source, IStageOutput output, CancellationToken stop);

/// <summary>A stage that does what a test says, and counts.</summary>
internal sealed class FakeStage(OnFrame? onFrame = null, OnEnd? onEnd = null, Func<CancellationToken, ValueTask>? onStart = null) : IFrameStage
{
    public List<(string Source, long Index)> Seen { get; } = [];

    public List<string> Ended { get; } = [];

    public bool Started { get; private set; }

    public bool Disposed { get; private set; }

    public async ValueTask StartAsync(CancellationToken stop)
    {
        if (onStart != null) await onStart(stop);
        Started = true;
    }

    public async ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
    {
        lock (Seen) Seen.Add((frame.Info.Source, frame.Info.Index));
        if (onFrame != null) await onFrame(frame, output, stop);
        else await output.EmitAsync(frame.Share(), stop);
    }

    public async ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        lock (Ended) Ended.Add(source);
        if (onEnd != null) await onEnd(source, output, stop);
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }
}

/// <summary>A batch stage that does what a test says, and notes its batches.</summary>
internal sealed class FakeBatchStage(BatchOptions batch, OnBatch? onBatch = null) : IBatchStage
{
    public BatchOptions Batch => batch;

    public int Runs { get; init; } = 1;

    public bool OverlapsSource { get; init; } = true;

    public int Interval { get; init; }

    public List<(string Source, long Index)[]> Batches { get; } = [];

    public List<string> Ended { get; } = [];

    public async ValueTask ProcessAsync(IReadOnlyList<Frame> frames, IStageOutput output, CancellationToken stop)
    {
        lock (Batches) Batches.Add([.. frames.Select(f => (f.Info.Source, f.Info.Index))]);
        if (onBatch != null) await onBatch(frames, output, stop);
        else foreach (var frame in frames) await output.EmitAsync(frame.Share(), stop);
    }

    public ValueTask EndSourceAsync(string source, IStageOutput output, CancellationToken stop)
    {
        lock (Ended) Ended.Add(source);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
