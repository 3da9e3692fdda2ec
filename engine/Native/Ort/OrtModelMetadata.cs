using System.Collections.Frozen;

namespace Sluice.Native.Ort;

/// <summary>What a model file says of itself; empty where it says nothing.</summary>
/// <param name="Producer">The tool that exported it.</param>
/// <param name="GraphName">Name of the graph.</param>
/// <param name="Domain">Reverse-DNS name of the maker.</param>
/// <param name="Description">Free text.</param>
/// <param name="Version">The maker's version number; 0 or <see cref="long.MaxValue"/> where there is none.</param>
/// <param name="Custom">Keys and values of the exporter; Ultralytics puts names, stride, imgsz and task here.</param>
public sealed record OrtModelMetadata(
    string Producer,
    string GraphName,
    string Domain,
    string Description,
    long Version,
    FrozenDictionary<string, string> Custom);
