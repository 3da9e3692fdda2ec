using System.Collections.Concurrent;
using System.Security.Cryptography;
using Sluice.Abstractions;

namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>
/// The end of a test's graph: compares every picture of every camera with the pictures its clip is made of, and its times with those
/// of the picture before.
/// </summary>
internal sealed class PictureWatch : StageFactory<PictureWatch.NoOptions>
{
    private readonly ConcurrentDictionary<string, Seen> _cameras = new();

    public override string Use => "watch";

    public override string Summary => "Compares pictures with what was sent.";

    public override bool Parallel => true;

    /// <summary>What came of a camera so far.</summary>
    public Seen this[string camera] => _cameras.GetOrAdd(camera, static _ => new Seen());

    protected override IStage Create(StageContext context, NoOptions options) => new Stage(this);

    internal sealed record NoOptions;

    /// <summary>One camera's pictures; written by one call at a time, read by the test.</summary>
    internal sealed class Seen
    {
        private double? _last;
        private long _pictures, _foreign, _gaps, _farOff, _claimed;

        /// <summary>Clips the camera may show; replaced whole.</summary>
        public IReadOnlyList<TestClip> Clips { get; set; } = [];

        /// <summary>Pictures.</summary>
        public long Pictures => Volatile.Read(ref _pictures);

        /// <summary>Pictures that were never sent: damaged, or another camera's.</summary>
        public long Foreign => Volatile.Read(ref _foreign);

        /// <summary>Times between two pictures that are not one picture long.</summary>
        public long Gaps => Volatile.Read(ref _gaps);

        /// <summary>Capture times that are not near the wall clock.</summary>
        public long FarOff => Volatile.Read(ref _farOff);

        /// <summary>Capture times that are said to be the camera's own.</summary>
        public long Claimed => Volatile.Read(ref _claimed);

        /// <summary>Size of the last picture.</summary>
        public (int Width, int Height) Size { get; private set; }

        public void Add(Frame frame, DateTimeOffset now)
        {
            var picture = frame.Picture;
            var sum = Sum(picture);
            if (!Clips.Any(clip => clip.Pictures.Contains(sum))) _foreign++;
            if (frame.Info.PtsSeconds is { } seconds)
            {
                if (_last is { } before && Math.Abs(seconds - before - (1.0 / TestClip.RateHz)) > 0.002) _gaps++;
                _last = seconds;
            }

            if ((frame.Info.CapturedAt - now).Duration() > TimeSpan.FromMinutes(5)) _farOff++;
            if (!frame.Info.CaptureTimeIsArrival) _claimed++;
            Size = (picture.Width, picture.Height);
            Volatile.Write(ref _pictures, _pictures + 1);
        }

        private static string Sum(Picture picture)
        {
            using var sum = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            for (var plane = 0; plane < picture.PlaneCount; plane++)
            {
                var (width, height) = plane == 0 ? (picture.Width, picture.Height) : ((picture.Width + 1) / 2, (picture.Height + 1) / 2);
                var rows = picture.Plane(plane);
                for (var row = 0; row < height; row++) sum.AppendData(rows.Slice(row * picture.StrideBytes(plane), width));
            }

            return Convert.ToHexStringLower(sum.GetHashAndReset());
        }
    }

    private sealed class Stage(PictureWatch watch) : IFrameStage
    {
        public ValueTask ProcessAsync(Frame frame, IStageOutput output, CancellationToken stop)
        {
            watch[frame.Info.Source].Add(frame, TimeProvider.System.GetUtcNow());
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
