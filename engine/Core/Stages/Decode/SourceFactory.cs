using Sluice.Core.Config;
using Sluice.Core.Graph;
using Sluice.Core.Stages.Decode.Sessions;

namespace Sluice.Core.Stages.Decode;

/// <summary>Makes the sources a graph names: cameras, files, folders of recordings, and the procedural scene.</summary>
/// <param name="scenes">Where rendered scenes are kept.</param>
public sealed class SourceFactory(SceneCache scenes)
{
    /// <summary>Makes a source; opens nothing.</summary>
    /// <param name="config">What to read.</param>
    /// <param name="setup">The engine's side.</param>
    /// <exception cref="ConfigException">The installed FFmpeg cannot read such a source.</exception>
    public ISource Create(SourceConfig config, SourceSetup setup)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(setup);
        if (InputSupport.Missing(config) is { } problem) throw new ConfigException([new(config.At, $"source '{config.Id}': {problem}")]);
        if (DecodeDevices.Missing(config) is { } device) throw new ConfigException([new(config.At, $"source '{config.Id}': {device}")]);
        return config.Kind switch
        {
            _ when SourceUri.IsCamera(config.Kind) => new VideoSource(config, setup, () => [new(config.Kind == SourceKind.Device ? config.Location : config.Uri, null, null)], isCamera: true),
            SourceKind.Scene => new VideoSource(config, setup, () => [new(scenes.PathOf(config.Uri), null, null)], isCamera: false),
            SourceKind.Folder when config.Watch => new VideoSource(config, setup, static () => [], isCamera: false, new SessionFeed(config, setup.Time)),
            _ => new VideoSource(config, setup, () => RecordingFolder.List(config.Location), isCamera: false),
        };
    }
}
