using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace MLPipeline.Pipelines;

/// <summary>Writes a pipeline's JSON as a pipeline file: sections in block style, lists of plain values in flow style.</summary>
internal static class PipelineYaml
{
    public static string Write(PipelineOptions options)
    {
        var tree = JsonSerializer.SerializeToNode(options, PipelineJson.Options)!.AsObject();
        var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, EmitterSettings.Default.WithIndentedSequences());
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, Flatten(tree));
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    // The only member stands at top level, in the place of the list.
    private static JsonObject Flatten(JsonObject tree)
    {
        if (tree["members"] is not JsonArray { Count: 1 } members)
        {
            return tree;
        }

        var flat = new JsonObject();
        foreach (var (key, value) in tree.SelectMany(p => p.Key == "members" ? members[0]!.AsObject() : Enumerable.Repeat(p, 1)))
        {
            flat[key] = value?.DeepClone();
        }

        return flat;
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject section:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, section.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in section)
                {
                    emitter.Emit(new Scalar(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                var plain = list.All(i => i is null or JsonValue);
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, plain ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(ToScalar(node));
                break;
        }
    }

    private static Scalar ToScalar(JsonNode? node)
    {
        if (node?.GetValueKind() != JsonValueKind.String)
        {
            return new Scalar(node?.ToJsonString() ?? "null");
        }

        // A text that a reader would take for nothing needs quotes; the emitter adds those that the syntax needs.
        var text = node.GetValue<string>();
        var style = new YamlText(text, Plain: true, Line: 0).IsNull ? ScalarStyle.DoubleQuoted : ScalarStyle.Any;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true);
    }
}
