namespace Sluice.Core.Config;

/// <summary>What a source's URI points at.</summary>
public enum SourceKind
{
    /// <summary>One recorded file.</summary>
    File,

    /// <summary>A folder of recordings.</summary>
    Folder,

    /// <summary>A camera by RTSP.</summary>
    Rtsp,

    /// <summary>A stream by HTTP.</summary>
    Http,

    /// <summary>The procedural traffic scene.</summary>
    Scene,
}
