using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MLPipeline.Featurization;

namespace MLPipeline.Cli;

/// <summary>The networks that describe photos: which there are, and how to add one.</summary>
internal static class BackboneCommand
{
    private const string Example = "mlpipeline backbone add dinov2-small.onnx --list";

    public static Command Create()
    {
        var command = new DocumentedCommand("backbone", "List the networks that describe photos, and add networks of your own.")
        {
            Examples = [Example, "mlpipeline backbone list"],
        };
        command.Add(Add());
        command.Add(List());
        return command;
    }

    private static DocumentedCommand Add()
    {
        var file = new Argument<string>("MODEL.onnx") { Description = "A network, exported to ONNX (opset 11 or later) with its weights in the file." };
        var name = new Option<string?>("--name") { Description = "The name that pipeline files use [default: the file's].", HelpName = "NAME" };
        var layers = new Option<string[]>("--layer") { Description = "An inner tensor that becomes a layer; may be given several times [default: those that --list names].", HelpName = "TENSOR[=NAME]" };
        var mean = Colours("--mean", "Mean of red, green and blue, from 0 to 1 [default: ImageNet's].");
        var deviation = Colours("--std", "Standard deviation of the same [default: ImageNet's].");
        var raw = new Option<bool>("--no-normalisation") { Description = "The graph takes values from 0 to 255 and normalises them itself." };
        var list = new Option<bool>("--list") { Description = "Only list the tensors that can serve as layers." };
        var force = new Option<bool>("--force") { Description = "Replace the backbone of that name." };
        var command = new DocumentedCommand("add", "Make a backbone of an exported network: find its layers, add the normalisation, try it.")
        {
            Examples = [Example, "mlpipeline backbone add dinov2-small.onnx", "mlpipeline backbone add net.onnx --layer /layer2/Relu=fine --layer /layer3/Relu=coarse"],
        };
        command.Add(file);
        foreach (var option in new Option[] { name, layers, mean, deviation, raw, list, force })
        {
            command.Add(option);
        }

        command.SetWork((parsed, shell, _) =>
        {
            var defaults = new ImportOptions();
            var import = BackboneImport.Read(parsed.GetRequiredValue(file), new ImportOptions
            {
                Name = parsed.GetValue(name),
                Layers = parsed.GetValue(layers) ?? [],
                Mean = parsed.GetValue(mean) is { Length: > 0 } means ? means : defaults.Mean,
                Deviation = parsed.GetValue(deviation) is { Length: > 0 } deviations ? deviations : defaults.Deviation,
                Normalise = !parsed.GetValue(raw),
                Replace = parsed.GetValue(force),
            });
            if (parsed.GetValue(list))
            {
                Tables.Write(shell.Output, ["tensor", "form", "channels", "rows x columns", "stride", "taken as"], [.. import.Candidates.Select(Row)]);
                return ExitCodes.Success;
            }

            var backbone = import.Write();
            shell.Writer.WriteLine($"{backbone.ManifestPath}");
            shell.Writer.WriteLine();
            shell.Writer.WriteLine("featurizer:");
            shell.Writer.WriteLine($"  backbone: {backbone.Name}");
            shell.Writer.WriteLine($"  layers: [{string.Join(", ", backbone.Layers.TakeLast(2).Select(l => l.Name))}]  # of {string.Join(", ", backbone.Layers.Select(l => l.Name))}");
            return ExitCodes.Success;
        });
        return command;
    }

    private static DocumentedCommand List()
    {
        var command = new DocumentedCommand("list", "List the backbones that pipelines find by name, with their layers.") { Examples = ["mlpipeline backbone list"] };
        command.SetWork((_, shell, _) =>
        {
            Tables.Write(
                shell.Output,
                ["backbone", "layers (channels / stride)", "manifest"],
                [.. BackboneCatalog.Manifests().Select(Backbone.Load).Select(b => (IReadOnlyList<string>)
                    [b.Name, string.Join(", ", b.Layers.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Name} ({l.Channels} / {l.Stride})"))), b.ManifestPath])]);
            return ExitCodes.Success;
        });
        return command;
    }

    private static IReadOnlyList<string> Row(LayerCandidate c) =>
    [
        c.Tensor,
        c.Form switch { LayerForm.Tokens => $"tokens, {c.Skipped} skipped", LayerForm.MapChannelsLast => "map, channels last", _ => "map" },
        string.Create(CultureInfo.InvariantCulture, $"{c.Channels}"),
        string.Create(CultureInfo.InvariantCulture, $"{c.Rows} x {c.Columns}"),
        string.Create(CultureInfo.InvariantCulture, $"{c.Stride}"),
        c.Name ?? "",
    ];

    private static Option<double[]?> Colours(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "R,G,B",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Read(result, name),
    };

    private static double[]? Read(ArgumentResult result, string name)
    {
        var parts = result.Tokens.Count == 1 ? result.Tokens[0].Value.Split(',') : [];
        var numbers = parts.Select(p => double.TryParse(p, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN).ToArray();
        if (numbers.Length == 3 && numbers.All(double.IsFinite))
        {
            return numbers;
        }

        result.AddError($"{name}: '{string.Join(' ', result.Tokens.Select(t => t.Value))}' is not three numbers, such as 0.485,0.456,0.406.");
        return null;
    }
}
