using System.Text.Json;

namespace Sluice.Core.Config;

/// <summary>The spelling of keys and enum values in YAML.</summary>
internal static class Snake
{
    public static string Case(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
