using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Abstractions;
using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode;
using Sluice.Core.Stages.Decode.Selection;
using Sluice.Core.Telemetry;

namespace Sluice.Host.Bench;

/// <summary>One clip decoded once for one graph, by a source without an engine around it.</summary>
internal sealed class DecodeRun : IStageOutput
{
    // Far enough apart that keeping them costs next to nothing.
    private const int Step = 37;
    private readonly Dictionary<long, (int Width, byte[] Luma)> _samples = [];
    private readonly long _most;

    private DecodeRun(long most) => _most = most;

    /// <summary>What the process took.</summary>
    public TimeSpan Cpu { get; private set; }

    /// <summary>Frames that arrived.</summary>
    public long Arrived { get; private set; }

    /// <summary>Frames handed on with their picture.</summary>
    public long Pictures { get; private set; }

    /// <summary>Decodes a clip.</summary>
    /// <param name="clip">A file.</param>
    /// <param name="isExact">The source's <c>exact</c>.</param>
    /// <param name="push">What the graph leaves to the source.</param>
    /// <param name="stop">Ends it early.</param>
    public static async Task<DecodeRun> MeasureAsync(string clip, bool isExact, Pushdown? push, CancellationToken stop)
    {
        const long MostCompared = 1000, PictureBytes = 256 << 20;
        var run = new DecodeRun(MostCompared);
        var ledger = new SourceLedger("clip", TimeProvider.System);
        var config = new SourceConfig { Id = "clip", Uri = clip, Location = clip, Threads = 1, Exact = isExact };
        await using var source = new VideoSource(config, new SourceSetup
        {
            Ledger = ledger,
            Budget = new FrameBudget(PictureBytes),
            Decoders = TaskScheduler.Default,
            Time = TimeProvider.System,
            Log = NullLogger.Instance,
            BaseDirectory = "/",
            SourceCount = Environment.ProcessorCount,
            Pushdown = push,
        }, () => RecordingFolder.List(clip), isCamera: false);
        var before = Environment.CpuUsage.TotalTime;
        await source.RunAsync(run, stop);
        stop.ThrowIfCancellationRequested();
        (run.Cpu, run.Arrived) = (Environment.CpuUsage.TotalTime - before, ledger.Arrived);
        return run;
    }

    /// <summary>Mean difference of luma levels from another run's, where both have a picture of a frame in the same size; 0 where none.</summary>
    public double DifferenceFrom(DecodeRun other)
    {
        long sum = 0, count = 0;
        foreach (var (index, (width, luma)) in _samples)
        {
            if (!other._samples.TryGetValue(index, out var same) || same.Width != width || same.Luma.Length != luma.Length) continue;
            for (var i = 0; i < luma.Length; i++) sum += Math.Abs(luma[i] - same.Luma[i]);
            count += luma.Length;
        }

        return count == 0 ? 0 : (double)sum / count;
    }

    /// <inheritdoc/>
    public ValueTask EmitAsync(Frame frame, CancellationToken stop)
    {
        using (frame)
        {
            if (!frame.HasPicture) return ValueTask.CompletedTask;
            Pictures++;
            if (_samples.Count < _most && frame.Picture.Format is PixelFormat.Yuv420P or PixelFormat.Yuv422P) Sample(frame);
        }

        return ValueTask.CompletedTask;
    }

    private void Sample(Frame frame)
    {
        var (picture, stride) = (frame.Picture, frame.Picture.StrideBytes(0));
        var rows = picture.Plane(0);
        var luma = new byte[((picture.Height + Step - 1) / Step) * ((picture.Width + Step - 1) / Step)];
        var at = 0;
        for (var y = 0; y < picture.Height; y += Step)
            for (var x = 0; x < picture.Width; x += Step) luma[at++] = rows[(y * stride) + x];
        _samples[frame.Info.Index] = (picture.Width, luma);
    }
}
