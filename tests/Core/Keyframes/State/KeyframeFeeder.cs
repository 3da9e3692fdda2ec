using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Keyframes;
using Sluice.Tests.Sinks;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Tests.Keyframes.State;

/// <summary>What <see cref="StageKillTests"/> kills: a camera, shown to a stage as fast as it looks, that says each frame it has shown.</summary>
internal static class KeyframeFeeder
{
    /// <summary>Frames of the camera, five a second.</summary>
    public const int Frames = 4000;

    /// <summary>Frames kept of each period.</summary>
    public const int Budget = 12;

    public static readonly TimeSpan Period = TimeSpan.FromMinutes(3);
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Shows all frames from one on.</summary>
    public static async Task<int> RunAsync(string folder, int first)
    {
        var board = new SourceBoard();
        board.Set("gate", isLive: true, static () => throw new NotSupportedException());
        var time = new CameraTime();
        var context = new StageContext
        {
            Id = "pick",
            Engine = "box",
            BaseDirectory = folder,
            Sources = ["gate"],
            Input = StreamContent.Pictures,
            Log = new RecordingLog(),
            Time = time,
            Services = new Services(board),
        };
        var options = new KeyframeOptions
        {
            Budget = new() { Rate = new(Budget, Period) },
            Clusters = 64,
            Temporary = new() { Dir = "tmp" },
            Archive = new() { Dir = "archive" },
        };
        var output = new Nowhere();
        await using var stage = (KeyframeStage)new KeyframeFactory().Create(context, (object)options);
        await stage.StartAsync(default);
        for (var i = first; i < Frames; i++)
        {
            using var frame = FrameOf(i);
            time.Now = i / 5.0;
            await stage.ProcessAsync(frame, output, default);
            // A camera is no faster than what compresses and what writes; how much is lost when it is, is another test's.
            if (i % 8 == 0) await stage.Candidates!.SettleAsync(null, default);
            await stage.SavedAsync();
            await Console.Out.WriteLineAsync(i.ToString(CultureInfo.InvariantCulture));
            await Console.Out.FlushAsync();
        }

        await stage.EndSourceAsync("gate", output, default);
        return 0;
    }

    /// <summary>A street as a few lines of code see it: light that changes slowly, and something bright that goes about.</summary>
    public static Frame FrameOf(int index)
    {
        var picture = new HostPicture(64, 64, PixelFormat.Gray8);
        var light = 70 + (50 * Math.Sin(index / 700.0));
        var (left, top) = ((int)(28 + (26 * Math.Sin(index / 31.0))), (int)(28 + (26 * Math.Cos(index / (17.0 + (index / 900))))));
        for (var y = 0; y < 64; y++)
            for (var x = 0; x < 64; x++)
                picture.WritablePlane(0)[(y * 64) + x] = (byte)(x >= left && x < left + 8 && y >= top && y < top + 8 ? 230 : light + ((x * 7 + y * 3) % 9));
        return new(new FrameInfo
        {
            Source = "gate",
            Id = new Guid(index, 7, 7, [0x80, 1, 1, 1, 1, 1, 1, 1]),
            Index = index,
            CapturedAt = Start.AddSeconds(index / 5.0),
            ArrivedTimestamp = 0,
        }, picture);
    }

    private sealed class Services(SourceBoard board) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(SourceBoard) ? board : null;
    }

    /// <summary>Goes with the frames: a state is written as often as beside a camera, however busy the machine is.</summary>
    private sealed class CameraTime : TimeProvider
    {
        /// <summary>Seconds since the camera's first frame.</summary>
        public double Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => (long)(Now * TimeSpan.TicksPerSecond);

        public override DateTimeOffset GetUtcNow() => Start.AddSeconds(Now);
    }

    private sealed class Nowhere : IStageOutput
    {
        public ValueTask EmitAsync(Frame frame, CancellationToken stop)
        {
            frame.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
