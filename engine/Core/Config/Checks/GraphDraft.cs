using Sluice.Core.Config.Binding;

namespace Sluice.Core.Config.Checks;

/// <summary>A graph whose values are bound as far as they could be, for the rules to look at.</summary>
internal sealed class GraphDraft(Binder binder, StageCatalog catalog, LoadOptions options, string file, string baseDirectory)
{
    public Binder Binder { get; } = binder;

    public StageCatalog Catalog { get; } = catalog;

    public LoadOptions Options { get; } = options;

    /// <summary>The graph as the user named it.</summary>
    public string File { get; } = file;

    public string BaseDirectory { get; } = baseDirectory;

    public EngineConfig Engine { get; set; } = new();

    public List<Draft<SourceConfig>> Sources { get; } = [];

    public List<Draft<ModelConfig>> Models { get; } = [];

    public List<StageDraft> Stages { get; } = [];

    public List<ConfigWarning> Warnings { get; } = [];

    public IEnumerable<string> SourceIds => Sources.Select(s => s.Id).OfType<string>();

    public IEnumerable<string> StageIds => Stages.Select(s => s.Id).OfType<string>();

    public IEnumerable<string> ModelIds => Models.Select(m => m.Id).OfType<string>();

    public StageDraft? StageOf(string id) => Stages.Find(s => s.Id == id);

    public void Warn(TextLocation at, Place place, string message) => Warnings.Add(new(at, $"{place}{message}"));
}
