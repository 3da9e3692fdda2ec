using Sluice.Abstractions;
using Sluice.Core.Sinks.Media.Live;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>Makes the targets of one stage, and keeps what they share.</summary>
internal sealed class OutputTargets : IDisposable
{
    private readonly StageContext _context;
    private readonly TargetSetup _setup;
    private readonly SegmentShelf? _shelf;
    private LiveFront? _front;

    /// <summary>Touches nothing yet.</summary>
    /// <param name="context">The stage's place in the graph.</param>
    /// <param name="options">Where to and how.</param>
    public OutputTargets(StageContext context, OutputOptions options)
    {
        _context = context;
        _setup = new(options, context.Time, context.Log);
        if (options.Form == OutputFormat.Segments) _shelf = new(new(context.Resolve(options.To)), _setup);
    }

    /// <summary>Segments taken away because there were too many; null when all are kept.</summary>
    public long? Expired => _shelf?.Expired;

    private OutputOptions Options => _setup.Options;

    /// <summary>Makes folders, looks for a GPU that encodes, opens paths on the web front.</summary>
    /// <param name="names">What the targets will be called: the sources known so far.</param>
    /// <exception cref="IOException">A folder cannot be made.</exception>
    public void Start(IEnumerable<string> names)
    {
        _setup.FindDevice();
        if (Options.Form is OutputFormat.File or OutputFormat.Hls)
            foreach (var name in names) MakeFolder(Path.GetDirectoryName(PathOf(name))!);
        if (_shelf != null)
        {
            MakeFolder(_shelf.Names.Root);
            _shelf.Open();
        }

        if (Options.Form is not (OutputFormat.Hls or OutputFormat.Mjpeg)) return;
        _front = LiveFront.Open(_context);
        if (_front == null && Options.Form == OutputFormat.Mjpeg)
            _context.Log.Warn("Motion JPEG is shown on the engine's web front, and it has none: nobody can watch.");
    }

    /// <summary>Makes the target of a source.</summary>
    /// <param name="name">The source's id.</param>
    public IPictureTarget Create(string name)
    {
        switch (Options.Form)
        {
            case OutputFormat.Segments:
                return new SegmentTarget(name, _shelf!, _setup);
            case OutputFormat.Rtsp or OutputFormat.Rtmp:
                return new PushTarget(FileNames.Fill(Options.To, name), _setup);
            case OutputFormat.Mjpeg:
                var mjpeg = new MjpegTarget(_setup);
                _front?.Add(name, new MjpegView(name, mjpeg));
                return mjpeg;
            case OutputFormat.Hls:
                var playlist = PathOf(name);
                _front?.Add(name, new HlsView(name, playlist));
                return new HlsTarget(playlist, _setup);
            default:
                return new FileTarget(PathOf(name), _setup);
        }
    }

    /// <summary>A source is over. What HLS has written of it can still be seen.</summary>
    /// <param name="name">The source's id.</param>
    public void Forget(string name)
    {
        if (Options.Form == OutputFormat.Mjpeg) _front?.Remove(name);
    }

    /// <summary>Called about once a second.</summary>
    public void Tick() => _shelf?.Sweep();

    /// <inheritdoc/>
    public void Dispose() => _front?.Dispose();

    private static void MakeFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"to: the folder '{folder}' cannot be made: {fault.Message}", fault);
        }
    }

    private string PathOf(string name) => _context.Resolve(FileNames.Fill(Options.To, name));
}
