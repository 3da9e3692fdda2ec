using System.Collections.Immutable;

namespace Sluice.Core.Config;

/// <summary>A graph, checked whole: every reference resolves, there is no cycle, every link carries what its stage needs.</summary>
public sealed record GraphConfig
{
    /// <summary>The file as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>Absolute path of the folder relative paths start from.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Where the settings of the box are written.</summary>
    public TextLocation EngineAt { get; init; }

    /// <summary>Settings of the box.</summary>
    public EngineConfig Engine { get; init; } = new();

    /// <summary>Cameras, files and folders, in file order.</summary>
    public ImmutableArray<SourceConfig> Sources { get; init; } = [];

    /// <summary>Models, in file order.</summary>
    public ImmutableArray<ModelConfig> Models { get; init; } = [];

    /// <summary>Stages, in file order.</summary>
    public ImmutableArray<StageConfig> Stages { get; init; } = [];

    /// <summary>What is probably not meant, in file order; worth showing, no reason not to run.</summary>
    public ImmutableArray<ConfigWarning> Warnings { get; init; } = [];

    /// <summary>What must not be printed.</summary>
    public Secrets Secrets { get; init; } = Secrets.None;

    /// <summary>Hex SHA-256 of the text and its overrides, for metadata rows.</summary>
    public string Revision { get; init; } = "";
}
