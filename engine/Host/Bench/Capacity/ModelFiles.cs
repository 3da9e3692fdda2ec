using System.Security.Cryptography;
using Sluice.Core.Config;

namespace Sluice.Host.Bench.Capacity;

/// <summary>Which models a graph runs.</summary>
internal static class ModelFiles
{
    /// <summary>Id and SHA-256 of each model's file.</summary>
    public static Dictionary<string, string> Of(GraphConfig graph)
    {
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var model in graph.Models)
        {
            using var file = File.OpenRead(model.ModelPath);
            hashes[model.Id] = Convert.ToHexStringLower(SHA256.HashData(file));
        }

        return hashes;
    }
}
