using System.ComponentModel.DataAnnotations;

namespace MLPipeline.Featurization;

/// <summary>How a network of one's own becomes a backbone.</summary>
public sealed record ImportOptions
{
    /// <summary>The name that pipeline files will use: letters, digits, dots, dashes and underscores.</summary>
    /// <value>null: the name of the file.</value>
    public string? Name { get; init; }

    /// <summary>The inner tensors that become layers, as <c>TENSOR</c> or <c>TENSOR=NAME</c>.</summary>
    /// <value>Empty: the last map of each size, or the ends of a transformer's blocks.</value>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Mean of red, green and blue that the network was trained with, for values from 0 to 1.</summary>
    /// <value>ImageNet's: 0.485, 0.456, 0.406.</value>
    [MinLength(3), MaxLength(3)]
    public IReadOnlyList<double> Mean { get; init; } = [0.485, 0.456, 0.406];

    /// <summary>Standard deviation of red, green and blue that the network was trained with, for values from 0 to 1; above 0.</summary>
    /// <value>ImageNet's: 0.229, 0.224, 0.225.</value>
    [MinLength(3), MaxLength(3)]
    public IReadOnlyList<double> Deviation { get; init; } = [0.229, 0.224, 0.225];

    /// <summary>Whether mean and deviation are applied; not if the graph does so itself and takes values from 0 to 255.</summary>
    /// <value>true.</value>
    public bool Normalise { get; init; } = true;

    /// <summary>The folder that the backbone is written to.</summary>
    /// <value>null: the user's, where pipelines find it by its name (<see cref="BackboneCatalog.UserFolder"/>).</value>
    public string? Folder { get; init; }

    /// <summary>Whether a backbone of that name is replaced.</summary>
    /// <value>false.</value>
    public bool Replace { get; init; }
}
