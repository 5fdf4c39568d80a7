using System.Text.Json;
using System.Text.Json.Serialization;
using MLPipeline.Detectors;

namespace MLPipeline.Pipelines;

/// <summary>Pipelines as JSON, with the same keys as in a pipeline file: for <c>run.json</c> and a model's metadata.</summary>
internal static class PipelineJson
{
    /// <summary>The settings: snake_case keys, enum values in kebab-case, indented, a detector with its <c>type</c>.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>The pipeline as JSON.</summary>
    public static string Serialize(PipelineOptions options) => JsonSerializer.Serialize(options, Options);

    /// <summary>The pipeline of a JSON text that <see cref="Serialize"/> wrote.</summary>
    /// <exception cref="JsonException">The text is not JSON, not a pipeline, or names a detector that does not exist.</exception>
    public static PipelineOptions Deserialize(string json) =>
        JsonSerializer.Deserialize<PipelineOptions>(json, Options) ?? throw new JsonException("The pipeline is null.");

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            WriteIndented = true,
            NewLine = "\n",
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new DetectorConverter());
        return options;
    }

    private sealed class DetectorConverter : JsonConverter<DetectorOptions>
    {
        public override DetectorOptions Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            var type = document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("type", out var element) ? element.ToString() : "";
            return DetectorKinds.All.TryFind(type) is { } kind
                ? (DetectorOptions)document.RootElement.Deserialize(kind.Defaults.GetType(), options)!
                : throw new JsonException($"There is no detector '{type}'; allowed: {string.Join(", ", DetectorKinds.All.Names)}.");
        }

        public override void Write(Utf8JsonWriter writer, DetectorOptions value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
    }
}
