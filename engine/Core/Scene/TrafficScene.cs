using System.Collections.Concurrent;
using Sluice.Core.Scene.Geometry;
using Sluice.Core.Scene.Painting;
using Sluice.Core.Scene.Traffic;
using Sluice.Core.Scene.World;

namespace Sluice.Core.Scene;

/// <summary>
/// A street with its traffic, seen by one camera. Everything is decided when it is built; any frame can then be rendered on
/// its own, in any order and by several threads at once.
/// </summary>
public sealed partial class TrafficScene
{
    private const double NightNoise = 3.6;

    private readonly Site _site;
    private readonly StaticPicture _picture;
    private readonly ActivitySchedule _schedule;
    private readonly List<Mover> _movers;
    private readonly List<int>[] _bySecond;
    private readonly NoiseTile[] _noise;
    private readonly Vec3 _sun;
    private readonly uint _seed;
    private readonly ConcurrentBag<FrameRenderer> _renderers = [];

    /// <summary>Builds the street, plans the traffic and renders what stands still; takes about a second at 720p.</summary>
    /// <param name="options">What to show.</param>
    /// <exception cref="ArgumentException">A value does not serve; the message names all that do not.</exception>
    public TrafficScene(SceneOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        _seed = (uint)(options.Seed ^ (options.Seed >> 32)) * 2654435761u + (uint)options.Camera;
        var look = new Pcg32(options.Seed, 1 + (ulong)options.Camera);
        _sun = new Vec3(look.Range(-0.8, 0.8), look.Range(-0.9, 0.3), look.Range(0.75, 1.1)).Unit();
        _site = Site.Build(options, look);
        _schedule = new ActivitySchedule(options, new Pcg32(options.Seed, 101));
        _movers = new TrafficPlanner(options, _site, _schedule, new Pcg32(options.Seed,
            201 + (ulong)options.Camera)).Plan();
        _bySecond = Index(_movers, options.Duration.TotalSeconds);
        _picture = new StaticPicture(_site.Camera, _site.World, _sun, options.Rain, _seed, options.ShakePx > 0 ? 8 : 0);
        _noise = new NoiseTile[9];
        for (var i = 0; i < _noise.Length; i++)
            _noise[i] = new NoiseTile(options.Noise * (0.9 + (NightNoise - 0.9) * i / 8), options.WidthPx,
                new Pcg32(options.Seed, 301 + (ulong)i));
    }

    /// <summary>What the scene was built from.</summary>
    public SceneOptions Options { get; }

    /// <summary>Number of frames.</summary>
    public int FrameCount => Options.FrameCount;

    /// <summary>Renders one frame. Safe to call from several threads.</summary>
    /// <param name="frame">Index, 0 to <see cref="FrameCount"/> - 1.</param>
    /// <param name="planes">Where to; borrowed.</param>
    /// <exception cref="ArgumentException">No such frame, or planes too small for the options' size.</exception>
    public void Render(int frame, YuvPlanes planes) => RenderFrame(frame, planes, false);

    /// <summary>Renders one frame and says what is in it; cheaper than asking for both apart.</summary>
    /// <inheritdoc cref="Render" path="/param"/>
    public FrameTruth RenderWithTruth(int frame, YuvPlanes planes) => RenderFrame(frame, planes, true)!;

    /// <summary>What is in a frame, without painting it.</summary>
    /// <param name="frame">Index, 0 to <see cref="FrameCount"/> - 1.</param>
    /// <exception cref="ArgumentException">No such frame.</exception>
    public FrameTruth Truth(int frame)
    {
        Check(frame);
        var renderer = Rent();
        try
        {
            renderer.Canvas.IdsOnly = true;
            renderer.Paint(frame);
            return renderer.Truth();
        }
        finally
        {
            renderer.Canvas.IdsOnly = false;
            _renderers.Add(renderer);
        }
    }

    /// <summary>Pixels from the first to the last block that a track shows in a frame; null where it shows none.</summary>
    internal (int X1, int Y1, int X2, int Y2)? IdExtent(int frame, int track)
    {
        var renderer = Rent();
        renderer.Canvas.IdsOnly = true;
        renderer.Paint(frame);
        renderer.Canvas.IdsOnly = false;
        var extent = renderer.ExtentOf(track);
        _renderers.Add(renderer);
        return extent;
    }

    private FrameTruth? RenderFrame(int frame, YuvPlanes planes, bool truth)
    {
        Check(frame);
        Check("Y", planes.Y, planes.YStrideBytes, Options.WidthPx, Options.HeightPx);
        Check("U", planes.U, planes.UStrideBytes, Options.WidthPx / 2, Options.HeightPx / 2);
        Check("V", planes.V, planes.VStrideBytes, Options.WidthPx / 2, Options.HeightPx / 2);
        var renderer = Rent();
        try
        {
            renderer.Paint(frame);
            renderer.Emit(planes);
            return truth ? renderer.Truth() : null;
        }
        finally
        {
            _renderers.Add(renderer);
        }
    }

    private FrameRenderer Rent() => _renderers.TryTake(out var renderer) ? renderer : new FrameRenderer(this);

    private void Check(int frame)
    {
        if ((uint)frame >= (uint)FrameCount)
            throw new ArgumentOutOfRangeException(nameof(frame), frame, $"scene: no frame {frame}; the clip has 0 to {FrameCount - 1}.");
    }

    private static void Check(string plane, Span<byte> bytes, int stride, int width, int height)
    {
        if (stride < width || bytes.Length < stride * (height - 1) + width)
            throw new ArgumentException($"scene: plane {plane} of {bytes.Length} bytes at stride {stride} is too small for {width}x{height}.");
    }

    private static List<int>[] Index(List<Mover> movers, double seconds)
    {
        var index = new List<int>[(int)seconds + 2];
        for (var i = 0; i < index.Length; i++) index[i] = [];
        for (var i = 0; i < movers.Count; i++)
            for (var s = Math.Max(0, (int)movers[i].Start); s <= movers[i].End && s < index.Length; s++)
                index[s].Add(i);
        return index;
    }
}
